-- Operator families, with the operators and functions of their classes.
SELECT
  'pg_opfamily/' || f.oid AS "@address",
  ARRAY[nspname, opfname]::text[] AS "@name",
  ' using ' || quote_ident(amname) AS "@rest",
  rolname AS "@owner",
  (SELECT string_agg(line, E'\n' ORDER BY line COLLATE "C") FROM (
     SELECT amopstrategy || ' ' || amopopr::regoperator || coalesce(
       ' for order by ' || (SELECT quote_ident(sn.nspname) || '.' || quote_ident(opfname) FROM pg_opfamily s JOIN pg_namespace sn ON sn.oid = opfnamespace WHERE s.oid = nullif(amopsortfamily, 0)), '') AS line
     FROM pg_amop WHERE amopfamily = f.oid) operators) AS "operators",
  (SELECT string_agg(line, E'\n' ORDER BY line COLLATE "C") FROM (
     SELECT amprocnum || ' (' || format_type(amproclefttype, NULL) || ', ' || format_type(amprocrighttype, NULL) || ') ' || amproc::oid::regprocedure AS line
     FROM pg_amproc WHERE amprocfamily = f.oid) functions) AS "functions"
FROM pg_opfamily f
JOIN pg_namespace n ON n.oid = opfnamespace
JOIN pg_roles r ON r.oid = opfowner
JOIN pg_am a ON a.oid = opfmethod
WHERE nspname = ANY (?)
