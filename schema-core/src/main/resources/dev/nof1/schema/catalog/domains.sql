-- Domains; their CHECK constraints are in constraints.sql. From 17 on NOT NULL has a name.
SELECT
  'pg_type/' || t.oid AS "@address",
  ARRAY[nspname, t.typname]::text[] AS "@name",
  rolname AS "@owner",
  t.typacl::text[] AS "@acl",
  acldefault('T', t.typowner)::text[] AS "@acl default",
  format_type(t.typbasetype, t.typtypmod) AS "type",
  CASE WHEN t.typcollation <> b.typcollation THEN t.typcollation::regcollation::text END AS "collation",
  coalesce(pg_get_expr(t.typdefaultbin, 0), t.typdefault) AS "default",
  CASE WHEN t.typnotnull THEN 'yes' END AS "not null",
  CASE WHEN NOT generated_name THEN conname END AS "not null name", -- since 17
  CASE WHEN generated_name THEN conname END AS "generated not null name", -- since 17
  (SELECT description FROM pg_description WHERE classoid = 'pg_constraint'::regclass AND objoid = k.oid AND objsubid = 0) AS "not null comment" -- since 17
  NULL AS "not null comment" -- until 16
FROM pg_type t
JOIN pg_namespace n ON n.oid = t.typnamespace
JOIN pg_roles r ON r.oid = t.typowner
JOIN pg_type b ON b.oid = t.typbasetype
LEFT JOIN (SELECT oid, conname, conname ~ '^.+_not_null[0-9]*$' AS generated_name, contypid FROM pg_constraint WHERE contype = 'n' AND contypid <> 0) k ON contypid = t.oid -- since 17
WHERE t.typtype = 'd' AND nspname = ANY (?)
