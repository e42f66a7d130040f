-- Columns of a table, in their order.
SELECT a.attnum, a.attname, a.atttypid::bigint AS type, a.atttypmod AS typmod,
  a.attnotnull OR t.typnotnull
    OR EXISTS (SELECT FROM pg_constraint p WHERE p.conrelid = a.attrelid AND p.contype = 'p' AND a.attnum = ANY (p.conkey)) AS not_null,
  a.attidentity <> '' OR coalesce(pg_get_expr(d.adbin, d.adrelid), '') LIKE 'nextval(%' AS counted,
  (WITH RECURSIVE beneath AS (
     SELECT a.atttypid AS type, a.atttypmod AS typmod
     UNION ALL SELECT d.typbasetype, d.typtypmod FROM beneath b JOIN pg_type d ON d.oid = b.type AND d.typtype = 'd')
   SELECT format_type(b.type, b.typmod) FROM beneath b JOIN pg_type d ON d.oid = b.type AND d.typtype <> 'd') AS storage,
  CASE WHEN a.attgenerated <> '' THEN pg_get_expr(d.adbin, d.adrelid) END AS generated
FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE a.attrelid = ? AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attnum
