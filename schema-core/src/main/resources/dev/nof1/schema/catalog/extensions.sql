-- Extensions. Not their versions, which servers choose. Some, plpgsql first of all, are in pg_catalog.
-- Members are shown by themselves where something was granted on them, tables and sequences always;
-- comments on the others, and settings of functions and views, are shown here. Whether an extension's own
-- script has made them cannot be told: where they are many, it has, and their sum stands for them.
SELECT
  'pg_extension/' || e.oid AS "@address",
  ARRAY[extname]::text[] AS "@name",
  rolname AS "@owner",
  quote_ident(nspname) AS "schema",
  (SELECT CASE WHEN count(*) <= 20 THEN string_agg(member, E'\n' ORDER BY member COLLATE "C")
            ELSE count(*) || ' with the MD5 sum ' || md5(string_agg(member, E'\n' ORDER BY member COLLATE "C")) END
   FROM (SELECT type || ' ' || identity || ': ' || description AS member
         FROM pg_depend d
         JOIN pg_description s ON s.classoid = d.classid AND s.objoid = d.objid
         CROSS JOIN LATERAL pg_identify_object(s.classoid, s.objoid, s.objsubid)
         WHERE refclassid = 'pg_extension'::regclass AND refobjid = e.oid AND deptype = 'e'
           AND NOT (classid = 'pg_language'::regclass AND description = 'PL/pgSQL procedural language') -- initdb's
           AND NOT (classid = 'pg_class'::regclass AND objid IN (SELECT oid FROM pg_class WHERE relkind IN ('r', 'p', 'f', 'S')))) commented) AS "comments on members",
  (SELECT CASE WHEN count(*) <= 20 THEN string_agg(member, E'\n' ORDER BY member COLLATE "C")
            ELSE count(*) || ' with the MD5 sum ' || md5(string_agg(member, E'\n' ORDER BY member COLLATE "C")) END
   FROM (SELECT type || ' ' || identity || ': ' || array_to_string(settings, ', ') AS member
         FROM pg_depend
         CROSS JOIN LATERAL (SELECT proconfig AS settings FROM pg_proc WHERE classid = 'pg_proc'::regclass AND oid = objid AND proconfig IS NOT NULL
                             UNION ALL
                             SELECT reloptions FROM pg_class WHERE classid = 'pg_class'::regclass AND oid = objid AND reloptions IS NOT NULL AND relkind IN ('v', 'm')) set
         CROSS JOIN LATERAL pg_identify_object(classid, objid, 0)
         WHERE refclassid = 'pg_extension'::regclass AND refobjid = e.oid AND deptype = 'e') configured) AS "settings of members"
FROM pg_extension e
JOIN pg_namespace n ON n.oid = extnamespace
JOIN pg_roles r ON r.oid = extowner
WHERE nspname = ANY (?)
