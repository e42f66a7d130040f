-- Enum types and their labels, in order.
SELECT
  'pg_type/' || t.oid AS "@address",
  ARRAY[nspname, typname]::text[] AS "@name",
  rolname AS "@owner",
  typacl::text[] AS "@acl",
  acldefault('T', typowner)::text[] AS "@acl default",
  (SELECT string_agg(quote_literal(enumlabel), ', ' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid) AS "labels"
FROM pg_type t
JOIN pg_namespace n ON n.oid = typnamespace
JOIN pg_roles r ON r.oid = typowner
WHERE typtype = 'e' AND nspname = ANY (?)
