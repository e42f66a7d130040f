-- Publications. Row filters, column lists and whole schemas are there from 15 on, generated columns
-- from 18 on.
SELECT
  'pg_publication/' || p.oid AS "@address",
  ARRAY[pubname]::text[] AS "@name",
  rolname AS "@owner",
  CASE WHEN puballtables THEN 'yes' END AS "all tables",
  concat_ws(', ', CASE WHEN pubinsert THEN 'insert' END, CASE WHEN pubupdate THEN 'update' END,
    CASE WHEN pubdelete THEN 'delete' END, CASE WHEN pubtruncate THEN 'truncate' END) AS "publish",
  CASE WHEN pubviaroot THEN 'yes' END AS "via partition root",
  CASE pubgencols WHEN 'n' THEN NULL WHEN 's' THEN 'stored' ELSE pubgencols::text END AS "generated columns", -- since 18
  (SELECT string_agg(quote_ident(nspname), ', ' ORDER BY nspname COLLATE "C") FROM pg_publication_namespace JOIN pg_namespace n ON n.oid = pnnspid WHERE pnpubid = p.oid) AS "schemas", -- since 15
  (SELECT string_agg(prrelid::regclass::text
     || coalesce(' (' || (SELECT string_agg(quote_ident(attname), ', ' ORDER BY attname COLLATE "C") FROM pg_attribute WHERE attrelid = prrelid AND attnum = ANY (prattrs)) || ')', '') -- since 15
     || coalesce(' where ' || pg_get_expr(prqual, prrelid), '') -- since 15
     , E'\n' ORDER BY prrelid::regclass::text COLLATE "C")
   FROM pg_publication_rel WHERE prpubid = p.oid) AS "tables"
FROM pg_publication p
JOIN pg_roles r ON r.oid = pubowner
