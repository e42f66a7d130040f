-- What goes when an extension goes (ALTER ... DEPENDS ON EXTENSION), and which extension that is. An
-- index that a constraint made is the constraint's.
SELECT coalesce('pg_constraint/' || k.oid, classid::regclass || '/' || objid),
       string_agg(quote_ident(extname), ', ' ORDER BY extname COLLATE "C")
FROM pg_depend
JOIN pg_extension e ON refclassid = 'pg_extension'::regclass AND refobjid = e.oid
LEFT JOIN pg_constraint k ON classid = 'pg_class'::regclass AND conindid = objid AND contype IN ('p', 'u', 'x')
WHERE deptype = 'x'
GROUP BY 1
