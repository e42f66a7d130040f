-- Subscriptions of which nobody but a superuser sees how they reach their publishers.
SELECT
  'pg_subscription/' || s.oid -- since 14
  'pg_subscription/' || subname -- until 13
FROM pg_subscription s
JOIN pg_database d ON d.oid = subdbid
WHERE datname = current_database()
