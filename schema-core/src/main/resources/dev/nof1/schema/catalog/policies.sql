-- Policies of row-level security.
SELECT
  'pg_policy/' || p.oid AS "@address",
  'pg_class/' || polrelid AS "@parent",
  ARRAY[nspname, relname, polname]::text[] AS "@name",
  CASE WHEN NOT polpermissive THEN 'yes' END AS "restrictive",
  CASE polcmd WHEN '*' THEN 'ALL' WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE polcmd::text END AS "for",
  (SELECT string_agg(CASE role WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(role)) END, ', '
     ORDER BY CASE role WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(role)) END COLLATE "C") FROM unnest(polroles) AS role) AS "to",
  pg_get_expr(polqual, polrelid) AS "using",
  pg_get_expr(polwithcheck, polrelid) AS "with check"
FROM pg_policy p
JOIN pg_class c ON c.oid = polrelid
JOIN pg_namespace n ON n.oid = relnamespace
WHERE nspname = ANY (?)
