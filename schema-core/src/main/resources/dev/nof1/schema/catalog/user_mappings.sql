-- User mappings. Of their options only the names: the values are users and passwords elsewhere. The
-- view, because the table is a superuser's.
SELECT
  'pg_user_mapping/' || umid AS "@address",
  'for ' || CASE umuser WHEN 0 THEN 'PUBLIC' ELSE quote_ident(usename) END || ' server ' || quote_ident(srvname) AS "@rest",
  (SELECT string_agg(quote_ident(option_name), ', ' ORDER BY option_name COLLATE "C") FROM pg_options_to_table(umoptions)) AS "options"
FROM pg_user_mappings
