-- How subscriptions reach their publishers, for whoever may see that.
SELECT 'pg_subscription/' || s.oid, subconninfo
FROM pg_subscription s
JOIN pg_database d ON d.oid = subdbid
WHERE datname = current_database() AND has_column_privilege('pg_subscription', 'subconninfo', 'SELECT')
