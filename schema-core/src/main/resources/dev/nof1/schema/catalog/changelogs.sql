-- The addresses of tables that are left out: changelogs, by the names that $1 gives them. Asked for
-- along the search path of the connection.
SELECT 'pg_class/' || to_regclass(name)::oid
FROM unnest(?::text[]) AS name
WHERE to_regclass(name) IS NOT NULL
