-- The addresses of what is left out because it belongs to something else: members of extensions
-- (deptype e), and the functions and casts that a range type brings (i).
SELECT classid::regclass || '/' || objid
FROM pg_depend
WHERE deptype = 'e' OR deptype = 'i' AND classid IN ('pg_proc'::regclass, 'pg_cast'::regclass)
