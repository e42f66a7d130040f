-- Functions, window functions and procedures. Bodies in standard SQL (BEGIN ATOMIC) are there from
-- 14 on. What is as CREATE FUNCTION makes it is not shown. Of pg_catalog only what extensions have put
-- there, as plpgsql does.
SELECT
  'pg_proc/' || p.oid AS "@address",
  CASE prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END AS "@kind",
  ARRAY[nspname, proname]::text[] AS "@name",
  '(' || oidvectortypes(proargtypes) || ')' AS "@rest",
  rolname AS "@owner",
  proacl::text[] AS "@acl",
  acldefault('f', proowner)::text[] AS "@acl default",
  nullif(pg_get_function_arguments(p.oid), '') AS "arguments",
  pg_get_function_result(p.oid) AS "returns",
  quote_ident(lanname) AS "language",
  CASE prokind WHEN 'w' THEN 'yes' END AS "window",
  CASE provolatile WHEN 'i' THEN 'immutable' WHEN 's' THEN 'stable' END AS "volatility",
  CASE WHEN proisstrict THEN 'yes' END AS "strict",
  CASE WHEN prosecdef THEN 'definer' END AS "security",
  CASE WHEN proleakproof THEN 'yes' END AS "leakproof",
  CASE proparallel WHEN 's' THEN 'safe' WHEN 'r' THEN 'restricted' END AS "parallel",
  -- As text, since the driver words a float in another way once it gets it in binary, on a connection that was used before.
  nullif(procost, CASE WHEN lanname IN ('c', 'internal') THEN 1 ELSE 100 END)::text AS "cost",
  CASE WHEN proretset THEN nullif(prorows, 1000)::text END AS "rows",
  CASE WHEN prosupport <> 0 THEN prosupport::regproc::text END AS "support",
  (SELECT string_agg(format_type(type, NULL), ', ' ORDER BY place) FROM unnest(protrftypes) WITH ORDINALITY AS u (type, place)) AS "transforms",
  array_to_string(proconfig, E'\n') AS "settings",
  probin AS "library",
  CASE WHEN prosqlbody IS NULL THEN prosrc END AS "body", -- since 14
  pg_get_function_sqlbody(p.oid) AS "standard sql body" -- since 14
  prosrc AS "body" -- until 13
FROM pg_proc p
JOIN pg_namespace n ON n.oid = pronamespace
JOIN pg_roles r ON r.oid = proowner
JOIN pg_language l ON l.oid = prolang
WHERE prokind IN ('f', 'w', 'p')
  AND (nspname = ANY (?) OR nspname = 'pg_catalog' AND p.oid IN (SELECT objid FROM pg_depend WHERE classid = 'pg_proc'::regclass AND deptype = 'e'))
