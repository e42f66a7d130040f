-- Operators.
SELECT
  'pg_operator/' || o.oid AS "@address",
  ARRAY[nspname]::text[] AS "@name",
  '.' || oprname || ' (' || CASE oprleft WHEN 0 THEN 'NONE' ELSE format_type(oprleft, NULL) END || ', '
    || CASE oprright WHEN 0 THEN 'NONE' ELSE format_type(oprright, NULL) END || ')' AS "@rest",
  rolname AS "@owner",
  CASE WHEN oprcode <> 0 THEN oprcode::oid::regprocedure::text END AS "function",
  CASE WHEN oprcom <> 0 THEN oprcom::regoperator::text END AS "commutator",
  CASE WHEN oprnegate <> 0 THEN oprnegate::regoperator::text END AS "negator",
  CASE WHEN oprrest <> 0 THEN oprrest::regproc::text END AS "restrict",
  CASE WHEN oprjoin <> 0 THEN oprjoin::regproc::text END AS "join",
  CASE WHEN oprcanhash THEN 'yes' END AS "hashes",
  CASE WHEN oprcanmerge THEN 'yes' END AS "merges"
FROM pg_operator o
JOIN pg_namespace n ON n.oid = oprnamespace
JOIN pg_roles r ON r.oid = oprowner
WHERE nspname = ANY (?)
