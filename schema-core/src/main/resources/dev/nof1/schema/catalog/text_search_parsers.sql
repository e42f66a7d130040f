-- Text-search parsers.
SELECT
  'pg_ts_parser/' || p.oid AS "@address",
  ARRAY[nspname, prsname]::text[] AS "@name",
  prsstart::regproc AS "start",
  prstoken::regproc AS "token",
  prsend::regproc AS "end",
  prslextype::regproc AS "token types",
  CASE WHEN prsheadline <> 0 THEN prsheadline::regproc::text END AS "headline"
FROM pg_ts_parser p
JOIN pg_namespace n ON n.oid = prsnamespace
WHERE nspname = ANY (?)
