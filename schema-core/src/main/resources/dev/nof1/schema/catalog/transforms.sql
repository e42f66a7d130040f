-- Transforms.
SELECT
  'pg_transform/' || t.oid AS "@address",
  'for ' || format_type(trftype, NULL) || ' language ' || quote_ident(lanname) AS "@rest",
  CASE WHEN trffromsql <> 0 THEN trffromsql::oid::regprocedure::text END AS "from sql",
  CASE WHEN trftosql <> 0 THEN trftosql::oid::regprocedure::text END AS "to sql"
FROM pg_transform t
JOIN pg_language l ON l.oid = trflang
