-- Schemas. What everybody may do in "public" is initdb's, and is the default here: it differs
-- between majors (since 15 not everybody creates in it). One that was dropped and created again
-- lacks it, which shows.
SELECT
  'pg_namespace/' || n.oid AS "@address",
  ARRAY[nspname]::text[] AS "@name",
  rolname AS "@owner",
  CASE nspname WHEN 'public' THEN coalesce(nspacl, acldefault('n', nspowner)) ELSE nspacl END::text[] AS "@acl",
  acldefault('n', nspowner)::text[] || CASE nspname WHEN 'public' THEN
    ARRAY[replace(makeaclitem(0, nspowner, 'USAGE', false)::text, '=U/', '=UC/')] -- until 14
    ARRAY[makeaclitem(0, nspowner, 'USAGE', false)::text] -- since 15
  ELSE '{}' END AS "@acl default"
FROM pg_namespace n
JOIN pg_roles r ON r.oid = nspowner
WHERE nspname = ANY (?)
