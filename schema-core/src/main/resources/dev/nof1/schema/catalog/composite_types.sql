-- Composite types (CREATE TYPE ... AS); their attributes are in columns.sql. Row types of tables
-- are their tables.
SELECT
  'pg_type/' || t.oid AS "@address",
  ARRAY[nspname, typname]::text[] AS "@name",
  rolname AS "@owner",
  typacl::text[] AS "@acl",
  acldefault('T', typowner)::text[] AS "@acl default"
FROM pg_type t
JOIN pg_class c ON c.oid = typrelid
JOIN pg_namespace n ON n.oid = typnamespace
JOIN pg_roles r ON r.oid = typowner
WHERE typtype = 'c' AND relkind = 'c' AND nspname = ANY (?)
