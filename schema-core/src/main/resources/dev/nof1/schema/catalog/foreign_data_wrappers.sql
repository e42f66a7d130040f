-- Foreign-data wrappers. Values of options that look like secrets are not shown.
SELECT
  'pg_foreign_data_wrapper/' || w.oid AS "@address",
  ARRAY[fdwname]::text[] AS "@name",
  rolname AS "@owner",
  fdwacl::text[] AS "@acl",
  acldefault('F', fdwowner)::text[] AS "@acl default",
  CASE WHEN fdwhandler <> 0 THEN fdwhandler::regproc::text END AS "handler",
  CASE WHEN fdwvalidator <> 0 THEN fdwvalidator::regproc::text END AS "validator",
  (SELECT string_agg(quote_ident(option_name) || ' ' || CASE WHEN option_name ~* '{secret names}' THEN '(hidden)' ELSE quote_literal(option_value) END, ', ' ORDER BY option_name COLLATE "C")
   FROM pg_options_to_table(fdwoptions)) AS "options"
FROM pg_foreign_data_wrapper w
JOIN pg_roles r ON r.oid = fdwowner
