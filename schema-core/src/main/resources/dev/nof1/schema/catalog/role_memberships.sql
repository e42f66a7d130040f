-- Who is a member of which role, but for what initdb has made. Granted by several, it is one membership
-- with all that they have granted. How it is used can be said from 16 on.
SELECT
  'of ' || quote_ident(member.rolname) || ' in ' || quote_ident(role.rolname) AS "@rest",
  CASE WHEN bool_or(admin_option) THEN 'yes' END AS "admin option",
  CASE WHEN NOT bool_or(inherit_option) THEN 'no' END AS "inherit option", -- since 16
  CASE WHEN NOT bool_or(set_option) THEN 'no' END AS "set option" -- since 16
  NULL AS "set option" -- until 15
FROM pg_auth_members m
JOIN pg_roles role ON role.oid = m.roleid
JOIN pg_roles member ON member.oid = m.member
WHERE role.oid >= 16384 OR member.oid >= 16384
GROUP BY member.rolname, role.rolname
