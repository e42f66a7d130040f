-- Rules, but not those that are the definitions of views.
SELECT
  'pg_rewrite/' || r.oid AS "@address",
  'pg_class/' || ev_class AS "@parent",
  ARRAY[nspname, relname, rulename]::text[] AS "@name",
  pg_get_ruledef(r.oid) AS "definition",
  CASE ev_enabled WHEN 'O' THEN NULL WHEN 'D' THEN 'disabled' WHEN 'A' THEN 'always' WHEN 'R' THEN 'replica' ELSE ev_enabled::text END AS "enabled"
FROM pg_rewrite r
JOIN pg_class c ON c.oid = ev_class
JOIN pg_namespace n ON n.oid = relnamespace
WHERE rulename <> '_RETURN' AND nspname = ANY (?)
