-- Constraints of tables and domains, with what their index has of its own. NOT NULL constraints
-- (contype n, from PostgreSQL 18) are attributes of their columns, constraint triggers (t) are
-- triggers. conenforced is there from 18 on.
SELECT
  'pg_constraint/' || k.oid AS "@address",
  CASE WHEN k.conrelid <> 0 THEN 'pg_class/' || k.conrelid ELSE 'pg_type/' || k.contypid END AS "@parent",
  ARRAY[nspname, coalesce(c.relname, typname), k.conname]::text[] AS "@name",
  regexp_replace(pg_get_constraintdef(k.oid), '( DEFERRABLE)?( INITIALLY DEFERRED)?( NOT ENFORCED| NOT VALID)?$', '') AS "definition",
  CASE WHEN k.condeferred THEN 'initially deferred' WHEN k.condeferrable THEN 'yes' END AS "deferrable",
  CASE WHEN NOT k.convalidated THEN 'no' END AS "validated", -- until 17
  CASE WHEN NOT k.convalidated AND k.conenforced THEN 'no' END AS "validated", -- since 18
  CASE WHEN NOT k.conenforced THEN 'no' END AS "enforced", -- since 18
  CASE WHEN k.coninhcount > 0 OR k.conparentid <> 0 THEN CASE WHEN k.conislocal THEN 'and declared' ELSE 'yes' END END AS "inherited",
  CASE WHEN indexed AND NOT indisvalid THEN 'no' END AS "index valid",
  CASE WHEN indexed AND indisclustered THEN 'yes' END AS "clustered",
  CASE WHEN indexed THEN (SELECT string_agg(option, ', ' ORDER BY option COLLATE "C") FROM unnest(i.reloptions) AS option) END AS "index options",
  CASE WHEN indexed THEN (SELECT spcname FROM pg_tablespace WHERE oid = i.reltablespace) END AS "index tablespace",
  CASE WHEN indexed THEN (SELECT description FROM pg_description WHERE classoid = 'pg_class'::regclass AND objoid = k.conindid AND objsubid = 0) END AS "index comment",
  (SELECT string_agg(DISTINCT CASE tgenabled WHEN 'D' THEN 'disabled' WHEN 'A' THEN 'always' WHEN 'R' THEN 'replica' END, ', ')
   FROM pg_trigger WHERE tgconstraint = k.oid AND tgisinternal AND tgenabled <> 'O') AS "triggers"
FROM (SELECT oid, conname, connamespace, conrelid, contypid, contype, condeferrable, condeferred, convalidated, conindid,
             conenforced, -- since 18
             coninhcount, conparentid, conislocal, contype IN ('p', 'u', 'x') AS indexed
      FROM pg_constraint WHERE contype IN ('c', 'f', 'p', 'u', 'x')) k
JOIN pg_namespace n ON n.oid = k.connamespace
LEFT JOIN pg_constraint parent ON parent.oid = k.conparentid
LEFT JOIN pg_class c ON c.oid = k.conrelid
LEFT JOIN pg_type t ON t.oid = k.contypid
LEFT JOIN pg_class i ON i.oid = k.conindid
LEFT JOIN pg_index ON indexrelid = k.conindid
WHERE nspname = ANY (?)
  -- A foreign key to a partitioned table is in the catalogs once more for each partition.
  AND (parent.oid IS NULL OR parent.conrelid <> k.conrelid)
