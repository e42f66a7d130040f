-- Aggregates.
SELECT
  'pg_proc/' || p.oid AS "@address",
  ARRAY[nspname, proname]::text[] AS "@name",
  '(' || CASE WHEN pronargs = 0 THEN '*' ELSE oidvectortypes(proargtypes) END || ')' AS "@rest",
  rolname AS "@owner",
  proacl::text[] AS "@acl",
  acldefault('f', proowner)::text[] AS "@acl default",
  nullif(pg_get_function_arguments(p.oid), '') AS "arguments",
  pg_get_function_result(p.oid) AS "returns",
  CASE aggkind WHEN 'n' THEN NULL WHEN 'o' THEN 'ordered set' WHEN 'h' THEN 'hypothetical set' ELSE aggkind::text END AS "kind",
  aggtransfn::regprocedure AS "transition",
  format_type(aggtranstype, NULL) AS "state",
  nullif(aggtransspace, 0) AS "state size",
  agginitval AS "initial state",
  CASE WHEN aggfinalfn <> 0 THEN aggfinalfn::regprocedure::text END AS "final",
  CASE WHEN aggfinalextra THEN 'yes' END AS "final extra",
  CASE WHEN aggfinalfn <> 0 THEN nullif(aggfinalmodify, CASE aggkind WHEN 'n' THEN 'r'::"char" ELSE 'w' END) END AS "final modify",
  CASE WHEN aggcombinefn <> 0 THEN aggcombinefn::regprocedure::text END AS "combine",
  CASE WHEN aggserialfn <> 0 THEN aggserialfn::regprocedure::text END AS "serialize",
  CASE WHEN aggdeserialfn <> 0 THEN aggdeserialfn::regprocedure::text END AS "deserialize",
  CASE WHEN aggmtransfn <> 0 THEN aggmtransfn::regprocedure::text END AS "moving transition",
  CASE WHEN aggminvtransfn <> 0 THEN aggminvtransfn::regprocedure::text END AS "moving inverse",
  CASE WHEN aggmtranstype <> 0 THEN format_type(aggmtranstype, NULL) END AS "moving state",
  nullif(aggmtransspace, 0) AS "moving state size",
  aggminitval AS "moving initial state",
  CASE WHEN aggmfinalfn <> 0 THEN aggmfinalfn::regprocedure::text END AS "moving final",
  CASE WHEN aggmfinalextra THEN 'yes' END AS "moving final extra",
  CASE WHEN aggmfinalfn <> 0 THEN nullif(aggmfinalmodify, CASE aggkind WHEN 'n' THEN 'r'::"char" ELSE 'w' END) END AS "moving final modify",
  CASE WHEN aggsortop <> 0 THEN aggsortop::regoperator::text END AS "sort operator",
  CASE proparallel WHEN 's' THEN 'safe' WHEN 'r' THEN 'restricted' END AS "parallel"
FROM pg_aggregate
JOIN pg_proc p ON p.oid = aggfnoid
JOIN pg_namespace n ON n.oid = pronamespace
JOIN pg_roles r ON r.oid = proowner
WHERE nspname = ANY (?)
