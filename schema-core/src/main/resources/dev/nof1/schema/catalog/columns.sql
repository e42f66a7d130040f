-- Columns of tables, foreign tables and composite types; those of views, which their definitions
-- give, only where there is something about them (a default, a comment). PostgreSQL 14 brought compression,
-- 18 virtual generated columns and NOT NULL constraints with names and states of their own.
-- The server calls those table_column_not_null, with a number where that is taken; a table or column
-- that is renamed later keeps the name, so every name of that form counts as the server's.
SELECT
  'pg_class/' || attrelid || '/' || attnum AS "@address",
  CASE relkind WHEN 'c' THEN 'pg_type/' || reltype ELSE 'pg_class/' || attrelid END AS "@parent",
  ARRAY[nspname, relname, attname]::text[] AS "@name",
  rolname AS "@owner of parent",
  attacl::text[] AS "@acl",
  CASE WHEN relkind NOT IN ('v', 'm') THEN position END AS "position",
  format_type(atttypid, atttypmod) AS "type",
  CASE WHEN attcollation <> typcollation THEN attcollation::regcollation::text END AS "collation",
  CASE WHEN attgenerated = '' THEN pg_get_expr(adbin, adrelid) END AS "default",
  CASE WHEN attgenerated <> '' THEN pg_get_expr(adbin, adrelid)
    || CASE attgenerated WHEN 's' THEN ' stored' WHEN 'v' THEN ' virtual' ELSE ' ' || attgenerated::text END END AS "generated",
  CASE attidentity WHEN '' THEN NULL WHEN 'a' THEN 'always' WHEN 'd' THEN 'by default' ELSE attidentity::text END AS "identity",
  CASE WHEN attnotnull THEN 'yes' END AS "not null", -- until 17
  CASE WHEN attnotnull THEN CASE WHEN convalidated IS FALSE THEN 'not valid' ELSE 'yes' END END AS "not null", -- since 18
  CASE WHEN connoinherit THEN 'yes' END AS "not null no inherit", -- since 18
  CASE WHEN NOT generated_name THEN conname END AS "not null name", -- since 18
  CASE WHEN generated_name THEN conname END AS "generated not null name", -- since 18
  (SELECT description FROM pg_description WHERE classoid = 'pg_constraint'::regclass AND objoid = k.oid AND objsubid = 0) AS "not null comment", -- since 18
  CASE WHEN attinhcount > 0 THEN CASE WHEN attislocal THEN 'and declared' ELSE 'yes' END END AS "inherited",
  CASE WHEN attstorage <> typstorage THEN
    CASE attstorage WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external' WHEN 'm' THEN 'main' WHEN 'x' THEN 'extended' ELSE attstorage::text END END AS "storage",
  CASE attcompression WHEN '' THEN NULL WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' ELSE attcompression::text END AS "compression", -- since 14
  nullif(attstattarget, -1) AS "statistics",
  (SELECT string_agg(option, ', ' ORDER BY option COLLATE "C") FROM unnest(attoptions) AS option) AS "options",
  (SELECT string_agg(quote_ident(option_name) || ' ' || CASE WHEN option_name ~* '{secret names}' THEN '(hidden)' ELSE quote_literal(option_value) END, ', ' ORDER BY option_name COLLATE "C")
   FROM pg_options_to_table(attfdwoptions)) AS "foreign options"
FROM pg_class c
JOIN pg_namespace n ON n.oid = relnamespace
-- Numbered for each table by itself: what pg_catalog has is not read.
CROSS JOIN LATERAL (
  SELECT row_number() OVER (ORDER BY attnum) AS position, a.*
  FROM pg_attribute a WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped) a
JOIN pg_roles r ON r.oid = relowner
JOIN pg_type t ON t.oid = atttypid
LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
LEFT JOIN (SELECT oid, conname, conname ~ '^.+_.+_not_null[0-9]*$' AS generated_name, conrelid, conkey[1] AS key, convalidated, connoinherit FROM pg_constraint WHERE contype = 'n') k ON conrelid = attrelid AND key = attnum -- since 18
WHERE nspname = ANY (?)
  AND (relkind IN ('r', 'p', 'f', 'c')
    OR relkind IN ('v', 'm') AND (atthasdef OR attacl IS NOT NULL OR attoptions IS NOT NULL OR attstattarget >= 0 OR attstorage <> typstorage
      OR attcompression <> '' -- since 14
      OR EXISTS (SELECT FROM pg_description WHERE classoid = 'pg_class'::regclass AND objoid = attrelid AND objsubid = attnum)))
