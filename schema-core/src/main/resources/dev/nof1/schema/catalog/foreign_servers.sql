-- Foreign servers. Values of options that look like secrets are not shown.
SELECT
  'pg_foreign_server/' || s.oid AS "@address",
  ARRAY[srvname]::text[] AS "@name",
  rolname AS "@owner",
  srvacl::text[] AS "@acl",
  acldefault('S', srvowner)::text[] AS "@acl default",
  quote_ident(fdwname) AS "wrapper",
  srvtype AS "type",
  srvversion AS "version",
  (SELECT string_agg(quote_ident(option_name) || ' ' || CASE WHEN option_name ~* '{secret names}' THEN '(hidden)' ELSE quote_literal(option_value) END, ', ' ORDER BY option_name COLLATE "C")
   FROM pg_options_to_table(srvoptions)) AS "options"
FROM pg_foreign_server s
JOIN pg_roles r ON r.oid = srvowner
JOIN pg_foreign_data_wrapper w ON w.oid = srvfdw
