-- Extensions. Not their versions, which servers choose. Some, plpgsql first of all, are in pg_catalog.
SELECT
  'pg_extension/' || e.oid AS "@address",
  ARRAY[extname]::text[] AS "@name",
  rolname AS "@owner",
  quote_ident(nspname) AS "schema"
FROM pg_extension e
JOIN pg_namespace n ON n.oid = extnamespace
JOIN pg_roles r ON r.oid = extowner
WHERE nspname = ANY (?)
