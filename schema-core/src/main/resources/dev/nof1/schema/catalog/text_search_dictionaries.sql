-- Text-search dictionaries.
SELECT
  'pg_ts_dict/' || d.oid AS "@address",
  ARRAY[n.nspname, dictname]::text[] AS "@name",
  rolname AS "@owner",
  quote_ident(tn.nspname) || '.' || quote_ident(tmplname) AS "template",
  dictinitoption AS "options"
FROM pg_ts_dict d
JOIN pg_namespace n ON n.oid = dictnamespace
JOIN pg_roles r ON r.oid = dictowner
JOIN pg_ts_template t ON t.oid = dicttemplate
JOIN pg_namespace tn ON tn.oid = tmplnamespace
WHERE n.nspname = ANY (?)
