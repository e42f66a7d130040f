-- All schemas but PostgreSQL's own: system catalogs, TOAST tables, temporary objects of sessions.
SELECT nspname
FROM pg_namespace
WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
