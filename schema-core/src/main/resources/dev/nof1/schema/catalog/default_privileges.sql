-- Default privileges (ALTER DEFAULT PRIVILEGES): those for all schemas replace what is built in, those
-- for one schema are added. They are of the role that will create; where owners do not count, the
-- owner of the database is not called by its name.
SELECT
  'pg_default_acl/' || d.oid AS "@address",
  'of ' || quote_ident(rolname) || place AS "@rest",
  CASE WHEN defaclrole = datdba THEN 'of the owner' ELSE 'of ' || quote_ident(rolname) END || place AS "@rest without owners",
  rolname AS "@owner of parent",
  defaclacl::text[] AS "@acl",
  CASE WHEN defaclnamespace = 0 THEN built_in ELSE '{}' END AS "@acl default",
  built_in AS "@acl complete"
FROM pg_default_acl d
JOIN pg_roles r ON r.oid = defaclrole
JOIN pg_database ON datname = current_database()
LEFT JOIN pg_namespace n ON n.oid = defaclnamespace
CROSS JOIN LATERAL (SELECT ' on ' || CASE defaclobjtype WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences' WHEN 'f' THEN 'functions'
  WHEN 'T' THEN 'types' WHEN 'n' THEN 'schemas' WHEN 'L' THEN 'large objects' ELSE defaclobjtype::text END
  || coalesce(' in schema ' || quote_ident(nspname), '') AS place,
  acldefault(CASE defaclobjtype WHEN 'S' THEN 's' ELSE defaclobjtype END, defaclrole)::text[] AS built_in) p
WHERE defaclnamespace = 0 OR nspname = ANY (?)
