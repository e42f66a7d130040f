-- Every comment on what is not built in (OIDs from 16384 on are users'), and those on schemas and
-- extensions, which initdb makes and users change.
SELECT classoid::regclass || '/' || objoid || CASE objsubid WHEN 0 THEN '' ELSE '/' || objsubid END, description
FROM pg_description
WHERE objoid >= 16384 OR classoid IN ('pg_namespace'::regclass, 'pg_extension'::regclass)
