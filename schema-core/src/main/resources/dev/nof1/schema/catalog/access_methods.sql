-- Access methods that are not built in.
SELECT
  'pg_am/' || a.oid AS "@address",
  ARRAY[amname]::text[] AS "@name",
  CASE amtype WHEN 'i' THEN 'index' WHEN 't' THEN 'table' ELSE amtype::text END AS "type",
  amhandler::regproc AS "handler"
FROM pg_am a
WHERE oid >= 16384
