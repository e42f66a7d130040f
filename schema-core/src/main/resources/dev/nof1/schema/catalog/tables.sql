-- Tables, partitioned tables and partitions, foreign tables, views and materialised views.
-- Composite types, sequences and indexes are in files of their own; TOAST tables belong to theirs.
SELECT
  'pg_class/' || c.oid AS "@address",
  CASE relkind WHEN 'f' THEN 'FOREIGN_TABLE' WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED_VIEW' ELSE 'TABLE' END AS "@kind",
  ARRAY[nspname, relname]::text[] AS "@name",
  rolname AS "@owner",
  relacl::text[] AS "@acl",
  acldefault('r', relowner)::text[] AS "@acl default",
  CASE relpersistence WHEN 'p' THEN NULL WHEN 'u' THEN 'unlogged' WHEN 't' THEN 'temporary' ELSE relpersistence::text END AS "persistence",
  CASE WHEN reloftype <> 0 THEN format_type(reloftype, NULL) END AS "of type",
  CASE WHEN relkind = 'p' THEN pg_get_partkeydef(c.oid) END AS "partition by",
  CASE WHEN relispartition THEN parents END AS "partition of",
  pg_get_expr(relpartbound, c.oid) AS "partition bound",
  CASE WHEN NOT relispartition THEN parents END AS "inherits",
  CASE WHEN relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END AS "definition",
  srvname AS "server",
  (SELECT string_agg(quote_ident(option_name) || ' ' || CASE WHEN option_name ~* '{secret names}' THEN '(hidden)' ELSE quote_literal(option_value) END, ', ' ORDER BY option_name COLLATE "C")
   FROM pg_options_to_table(ftoptions)) AS "foreign options",
  CASE WHEN amname <> 'heap' THEN amname END AS "access method",
  (SELECT string_agg(option, ', ' ORDER BY option COLLATE "C") FROM unnest(c.reloptions) AS option) AS "options",
  (SELECT string_agg(option, ', ' ORDER BY option COLLATE "C") FROM unnest(toast.reloptions) AS option) AS "toast options",
  spcname AS "tablespace",
  CASE WHEN relkind NOT IN ('r', 'p', 'm') OR relreplident = 'd' THEN NULL
    WHEN relreplident = 'n' THEN 'nothing'
    WHEN relreplident = 'f' THEN 'full'
    ELSE 'index ' || coalesce((SELECT quote_ident(i.relname) FROM pg_index JOIN pg_class i ON i.oid = indexrelid WHERE indrelid = c.oid AND indisreplident), 'dropped')
  END AS "replica identity",
  CASE WHEN relrowsecurity THEN 'enabled' END AS "row level security",
  CASE WHEN relforcerowsecurity THEN 'yes' END AS "row level security forced"
FROM (
  SELECT oid, relname, relnamespace, relkind, relowner, relacl, relpersistence, reloftype, relispartition, relpartbound,
         reloptions, relam, reltablespace, reltoastrelid, relreplident, relrowsecurity, relforcerowsecurity,
         (SELECT string_agg(inhparent::regclass::text, ', ' ORDER BY inhseqno) FROM pg_inherits WHERE inhrelid = pg_class.oid) AS parents
  FROM pg_class
  WHERE relkind IN ('r', 'p', 'f', 'v', 'm')
) c
JOIN pg_namespace n ON n.oid = relnamespace
JOIN pg_roles r ON r.oid = relowner
LEFT JOIN pg_am am ON am.oid = relam
LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace
LEFT JOIN pg_foreign_table ON ftrelid = c.oid
LEFT JOIN pg_foreign_server fs ON fs.oid = ftserver
LEFT JOIN LATERAL (SELECT reloptions FROM pg_class t WHERE t.oid = c.reltoastrelid) toast ON true
WHERE nspname = ANY (?)
