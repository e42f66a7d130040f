-- Collations. Not their versions, which are the machine's. ICU's locale is in a column of its own
-- from 15 on, which 17 renamed; rules are there from 16 on.
SELECT
  'pg_collation/' || c.oid AS "@address",
  ARRAY[nspname, collname]::text[] AS "@name",
  rolname AS "@owner",
  CASE collprovider WHEN 'c' THEN 'libc' WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' WHEN 'd' THEN 'default' ELSE collprovider::text END AS "provider",
  collcollate AS "locale", -- until 14
  coalesce(colliculocale, collcollate) AS "locale", -- since 15, until 16
  coalesce(colllocale, collcollate) AS "locale", -- since 17
  CASE WHEN collctype <> collcollate THEN collctype END AS "character types",
  collicurules AS "rules", -- since 16
  CASE WHEN NOT collisdeterministic THEN 'no' END AS "deterministic"
FROM pg_collation c
JOIN pg_namespace n ON n.oid = collnamespace
JOIN pg_roles r ON r.oid = collowner
WHERE collencoding IN (-1, (SELECT encoding FROM pg_database WHERE datname = current_database())) AND nspname = ANY (?)
