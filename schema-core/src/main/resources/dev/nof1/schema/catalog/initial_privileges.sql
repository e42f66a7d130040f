-- What the script of an extension has granted on its members, by their addresses: they are created so.
SELECT classoid::regclass || '/' || objoid || CASE objsubid WHEN 0 THEN '' ELSE '/' || objsubid END, initprivs::text[]
FROM pg_init_privs
WHERE privtype = 'e'
