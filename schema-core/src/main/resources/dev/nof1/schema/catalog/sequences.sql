-- Sequences, those of serial and identity columns too, without their values. Bounds that come from
-- type and direction are not shown. Unlogged ones are there from PostgreSQL 15 on.
SELECT
  'pg_class/' || c.oid AS "@address",
  'pg_class/' || refobjid AS "@parent",
  ARRAY[nspname, relname]::text[] AS "@name",
  rolname AS "@owner",
  relacl::text[] AS "@acl",
  acldefault('s', relowner)::text[] AS "@acl default",
  CASE relpersistence WHEN 'p' THEN NULL WHEN 'u' THEN 'unlogged' ELSE relpersistence::text END AS "persistence",
  format_type(seqtypid, NULL) AS "type",
  nullif(seqstart, CASE WHEN seqincrement > 0 THEN seqmin ELSE seqmax END) AS "start",
  nullif(seqincrement, 1) AS "increment",
  nullif(seqmin, CASE WHEN seqincrement > 0 THEN 1 ELSE lowest END) AS "minimum",
  nullif(seqmax, CASE WHEN seqincrement > 0 THEN highest ELSE -1 END) AS "maximum",
  nullif(seqcache, 1) AS "cache",
  CASE WHEN seqcycle THEN 'yes' END AS "cycle",
  refobjid::regclass || '.' || quote_ident(attname) AS "owned by"
FROM pg_sequence
JOIN pg_class c ON c.oid = seqrelid
JOIN pg_namespace n ON n.oid = relnamespace
JOIN pg_roles r ON r.oid = relowner
LEFT JOIN pg_depend ON classid = 'pg_class'::regclass AND objid = c.oid AND refclassid = 'pg_class'::regclass AND deptype IN ('a', 'i')
LEFT JOIN pg_attribute ON attrelid = refobjid AND attnum = refobjsubid
LEFT JOIN (VALUES
  ('int2'::regtype, (-32768)::bigint, 32767::bigint),
  ('int4'::regtype, (-2147483648)::bigint, 2147483647::bigint),
  ('int8'::regtype, (-9223372036854775808)::bigint, 9223372036854775807::bigint)) AS range (type, lowest, highest) ON type = seqtypid
WHERE nspname = ANY (?)
