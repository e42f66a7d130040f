-- Indexes that no constraint made.
SELECT
  'pg_class/' || c.oid AS "@address",
  'pg_class/' || indrelid AS "@parent",
  ARRAY[nspname, relname]::text[] AS "@name",
  pg_get_indexdef(c.oid) AS "definition",
  CASE WHEN NOT indisvalid THEN 'no' END AS "valid",
  CASE WHEN indisclustered THEN 'yes' END AS "clustered",
  (SELECT inhparent::regclass::text FROM pg_inherits WHERE inhrelid = c.oid) AS "partition of",
  (SELECT string_agg(attnum || ': ' || attstattarget, ', ' ORDER BY attnum) FROM pg_attribute
   WHERE attrelid = c.oid AND attstattarget >= 0) AS "statistics",
  spcname AS "tablespace"
FROM pg_index
JOIN pg_class c ON c.oid = indexrelid
JOIN pg_namespace n ON n.oid = relnamespace
LEFT JOIN pg_tablespace s ON s.oid = reltablespace
WHERE relkind IN ('i', 'I') AND nspname = ANY (?)
  AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = c.oid AND contype IN ('p', 'u', 'x'))
