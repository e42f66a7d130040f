-- Of the chosen schemas those that there are not.
SELECT name
FROM unnest(?::text[]) AS chosen (name)
WHERE name NOT IN (SELECT nspname FROM pg_namespace)
