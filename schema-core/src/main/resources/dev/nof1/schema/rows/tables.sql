-- Tables that hold rows themselves: partitions for their parents, which are among a table's ancestors.
SELECT c.oid, format('%I.%I', n.nspname, c.relname) AS name, n.nspname || '.' || c.relname AS plain,
  pg_get_partition_constraintdef(c.oid) AS bound,
  -- The server takes ON CONFLICT for neither.
  NOT c.relhasrules AND NOT EXISTS (SELECT FROM pg_constraint u WHERE u.conrelid = c.oid AND u.contype IN ('p', 'u', 'x') AND u.condeferrable) AS conflicts,
  ARRAY(WITH RECURSIVE above AS (
          SELECT inhparent FROM pg_inherits WHERE inhrelid = c.oid AND c.relispartition
          UNION ALL SELECT i.inhparent FROM above a JOIN pg_inherits i ON i.inhrelid = a.inhparent JOIN pg_class p ON p.oid = i.inhrelid AND p.relispartition)
        SELECT inhparent::bigint FROM above) AS ancestors
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND c.relpersistence <> 't'
  AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY n.nspname, c.relname
