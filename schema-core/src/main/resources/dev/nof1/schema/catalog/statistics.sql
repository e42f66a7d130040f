-- Statistics objects (CREATE STATISTICS).
SELECT
  'pg_statistic_ext/' || s.oid AS "@address",
  'pg_class/' || stxrelid AS "@parent",
  ARRAY[nspname, stxname]::text[] AS "@name",
  rolname AS "@owner",
  pg_get_statisticsobjdef(s.oid) AS "definition",
  nullif(stxstattarget, -1) AS "statistics"
FROM pg_statistic_ext s
JOIN pg_namespace n ON n.oid = stxnamespace
JOIN pg_roles r ON r.oid = stxowner
WHERE nspname = ANY (?)
