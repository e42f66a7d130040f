-- The addresses of what comes and goes with something else: the functions and casts of a range type.
SELECT classid::regclass || '/' || objid
FROM pg_depend
WHERE deptype = 'i' AND classid IN ('pg_proc'::regclass, 'pg_cast'::regclass)
