-- Foreign keys of a table; those that the server makes for each partition of the other side are left out.
SELECT c.conname, c.confrelid::bigint AS target, c.confrelid::regclass::text AS target_name, c.conkey AS columns,
  ARRAY(SELECT a.attname FROM unnest(c.confkey) WITH ORDINALITY k(num, place) JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.num ORDER BY k.place) AS keys
FROM pg_constraint c
WHERE c.conrelid = ? AND c.contype = 'f'
  AND NOT EXISTS (SELECT FROM pg_constraint p WHERE p.oid = c.conparentid AND p.conrelid = c.conrelid)
ORDER BY cardinality(c.conkey) DESC, c.conname
