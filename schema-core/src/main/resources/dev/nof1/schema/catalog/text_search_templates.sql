-- Text-search templates.
SELECT
  'pg_ts_template/' || t.oid AS "@address",
  ARRAY[nspname, tmplname]::text[] AS "@name",
  CASE WHEN tmplinit <> 0 THEN tmplinit::regproc::text END AS "init",
  tmpllexize::regproc AS "lexize"
FROM pg_ts_template t
JOIN pg_namespace n ON n.oid = tmplnamespace
WHERE nspname = ANY (?)
