-- Casts that are not built in.
SELECT
  'pg_cast/' || c.oid AS "@address",
  '(' || format_type(castsource, NULL) || ' AS ' || format_type(casttarget, NULL) || ')' AS "@rest",
  CASE castmethod WHEN 'f' THEN castfunc::regprocedure::text WHEN 'b' THEN 'without function' WHEN 'i' THEN 'with inout' ELSE castmethod::text END AS "function",
  CASE castcontext WHEN 'a' THEN 'assignment' WHEN 'i' THEN 'implicit' WHEN 'e' THEN NULL ELSE castcontext::text END AS "context"
FROM pg_cast c
WHERE oid >= 16384
