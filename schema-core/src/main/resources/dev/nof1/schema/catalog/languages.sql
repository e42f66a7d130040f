-- Procedural languages that are not built in.
SELECT
  'pg_language/' || l.oid AS "@address",
  ARRAY[lanname]::text[] AS "@name",
  rolname AS "@owner",
  lanacl::text[] AS "@acl",
  acldefault('l', lanowner)::text[] AS "@acl default",
  CASE WHEN lanpltrusted THEN 'yes' END AS "trusted",
  CASE WHEN lanplcallfoid <> 0 THEN lanplcallfoid::regproc::text END AS "handler",
  CASE WHEN laninline <> 0 THEN laninline::regproc::text END AS "inline",
  CASE WHEN lanvalidator <> 0 THEN lanvalidator::regproc::text END AS "validator"
FROM pg_language l
JOIN pg_roles r ON r.oid = lanowner
WHERE lanispl
