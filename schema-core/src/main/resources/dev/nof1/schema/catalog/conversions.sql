-- Conversions between encodings.
SELECT
  'pg_conversion/' || c.oid AS "@address",
  ARRAY[nspname, conname]::text[] AS "@name",
  rolname AS "@owner",
  pg_encoding_to_char(conforencoding) AS "from",
  pg_encoding_to_char(contoencoding) AS "to",
  conproc::regproc AS "function",
  CASE WHEN condefault THEN 'yes' END AS "default"
FROM pg_conversion c
JOIN pg_namespace n ON n.oid = connamespace
JOIN pg_roles r ON r.oid = conowner
WHERE nspname = ANY (?)
