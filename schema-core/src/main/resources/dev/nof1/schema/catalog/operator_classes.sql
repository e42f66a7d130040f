-- Operator classes; what they consist of is shown with their families.
SELECT
  'pg_opclass/' || o.oid AS "@address",
  ARRAY[n.nspname, opcname]::text[] AS "@name",
  ' using ' || quote_ident(amname) AS "@rest",
  rolname AS "@owner",
  format_type(opcintype, NULL) AS "type",
  CASE WHEN opcdefault THEN 'yes' END AS "default",
  quote_ident(fn.nspname) || '.' || quote_ident(opfname) AS "family",
  CASE WHEN opckeytype <> 0 THEN format_type(opckeytype, NULL) END AS "storage"
FROM pg_opclass o
JOIN pg_namespace n ON n.oid = opcnamespace
JOIN pg_roles r ON r.oid = opcowner
JOIN pg_am a ON a.oid = opcmethod
JOIN pg_opfamily f ON f.oid = opcfamily
JOIN pg_namespace fn ON fn.oid = opfnamespace
WHERE n.nspname = ANY (?)
