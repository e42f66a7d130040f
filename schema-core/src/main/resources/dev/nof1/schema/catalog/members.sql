-- The addresses of what belongs to an extension.
SELECT classid::regclass || '/' || objid
FROM pg_depend
WHERE deptype = 'e'
