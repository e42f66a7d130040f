-- Columns of tables, foreign tables, views and composite types. PostgreSQL 14 brought compression,
-- 18 virtual generated columns and NOT NULL constraints with names and states of their own.
-- The server calls those table_column_not_null, with a number where that is taken; a table or column
-- that is renamed later keeps the name, so every name of that form counts as the server's.
SELECT
  'pg_class/' || attrelid || '/' || attnum AS "@address",
  'pg_class/' || attrelid AS "@parent",
  ARRAY[nspname, relname, attname]::text[] AS "@name",
  rolname AS "@owner of parent",
  attacl::text[] AS "@acl",
  row_number() OVER (PARTITION BY attrelid ORDER BY attnum) AS "position",
  format_type(atttypid, atttypmod) AS "type",
  CASE WHEN attcollation <> typcollation THEN attcollation::regcollation::text END AS "collation",
  CASE WHEN attgenerated = '' THEN pg_get_expr(adbin, adrelid) END AS "default",
  CASE WHEN attgenerated <> '' THEN pg_get_expr(adbin, adrelid)
    || CASE attgenerated WHEN 's' THEN ' stored' WHEN 'v' THEN ' virtual' ELSE ' ' || attgenerated::text END END AS "generated",
  CASE attidentity WHEN '' THEN NULL WHEN 'a' THEN 'always' WHEN 'd' THEN 'by default' ELSE attidentity::text END AS "identity",
  CASE WHEN attnotnull THEN 'yes' END AS "not null", -- until 17
  CASE WHEN attnotnull THEN CASE WHEN convalidated THEN 'yes' ELSE 'not valid' END END AS "not null", -- since 18
  CASE WHEN connoinherit THEN 'yes' END AS "not null no inherit", -- since 18
  CASE WHEN NOT generated_name THEN conname END AS "not null name", -- since 18
  CASE WHEN generated_name THEN conname END AS "generated not null name", -- since 18
  obj_description(k.oid, 'pg_constraint') AS "not null comment", -- since 18
  CASE WHEN attinhcount > 0 THEN CASE WHEN attislocal THEN 'and declared' ELSE 'yes' END END AS "inherited",
  CASE WHEN attstorage <> typstorage THEN
    CASE attstorage WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external' WHEN 'm' THEN 'main' WHEN 'x' THEN 'extended' ELSE attstorage::text END END AS "storage",
  CASE attcompression WHEN '' THEN NULL WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' ELSE attcompression::text END AS "compression", -- since 14
  nullif(attstattarget, -1) AS "statistics",
  (SELECT string_agg(option, ', ' ORDER BY option COLLATE "C") FROM unnest(attoptions) AS option) AS "options",
  (SELECT string_agg(quote_ident(option_name) || ' ' || quote_literal(option_value), ', ' ORDER BY option_name COLLATE "C")
   FROM pg_options_to_table(attfdwoptions)) AS "foreign options"
FROM pg_attribute a
JOIN pg_class c ON c.oid = attrelid
JOIN pg_namespace n ON n.oid = relnamespace
JOIN pg_roles r ON r.oid = relowner
JOIN pg_type t ON t.oid = atttypid
LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
LEFT JOIN (SELECT oid, conname, conname ~ '^.+_.+_not_null[0-9]*$' AS generated_name, conrelid, conkey[1] AS key, convalidated, connoinherit FROM pg_constraint WHERE contype = 'n') k ON conrelid = attrelid AND key = attnum -- since 18
WHERE attnum > 0 AND NOT attisdropped AND relkind IN ('r', 'p', 'f', 'v', 'm', 'c') AND nspname = ANY (?)
