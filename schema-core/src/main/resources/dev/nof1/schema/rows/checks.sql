-- Conditions on the rows of a table: its own, and those of its columns' domains and of the domains beneath.
SELECT conkey AS columns, pg_get_expr(conbin, conrelid) AS condition, NULL AS of_column
FROM pg_constraint WHERE conrelid = ? AND contype = 'c'
UNION ALL
(WITH RECURSIVE domains AS (
   SELECT a.attnum, a.attname, a.atttypid AS type FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
   WHERE a.attrelid = ? AND a.attnum > 0 AND NOT a.attisdropped AND t.typtype = 'd'
   UNION ALL SELECT d.attnum, d.attname, t.typbasetype FROM domains d JOIN pg_type t ON t.oid = d.type AND t.typtype = 'd')
 SELECT ARRAY[d.attnum], pg_get_expr(c.conbin, 0), d.attname
 FROM domains d JOIN pg_constraint c ON c.contypid = d.type AND c.contype = 'c')
