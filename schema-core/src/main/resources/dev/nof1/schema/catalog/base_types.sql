-- Base types, which only a superuser makes, and shells of them. Array types belong to their elements'.
-- Subscripting is there from 14 on.
SELECT
  'pg_type/' || t.oid AS "@address",
  ARRAY[nspname, typname]::text[] AS "@name",
  rolname AS "@owner",
  typacl::text[] AS "@acl",
  acldefault('T', typowner)::text[] AS "@acl default",
  CASE WHEN NOT typisdefined THEN 'yes' END AS "shell",
  typinput::regproc AS "input",
  typoutput::regproc AS "output",
  CASE WHEN typreceive <> 0 THEN typreceive::regproc::text END AS "receive",
  CASE WHEN typsend <> 0 THEN typsend::regproc::text END AS "send",
  CASE WHEN typmodin <> 0 THEN typmodin::regproc::text END AS "modifier input",
  CASE WHEN typmodout <> 0 THEN typmodout::regproc::text END AS "modifier output",
  CASE WHEN typanalyze <> 0 THEN typanalyze::regproc::text END AS "analyze",
  CASE WHEN typsubscript <> 0 THEN typsubscript::regproc::text END AS "subscript", -- since 14
  CASE typlen WHEN -1 THEN 'variable' ELSE typlen::text END AS "length",
  CASE WHEN typbyval THEN 'yes' END AS "passed by value",
  typalign AS "alignment",
  typstorage AS "storage",
  typcategory AS "category",
  CASE WHEN typispreferred THEN 'yes' END AS "preferred",
  nullif(typdelim, ',') AS "delimiter",
  CASE WHEN typelem <> 0 THEN format_type(typelem, NULL) END AS "element",
  CASE WHEN typcollation <> 0 THEN 'yes' END AS "collatable",
  coalesce(pg_get_expr(typdefaultbin, 0), typdefault) AS "default"
FROM pg_type t
JOIN pg_namespace n ON n.oid = typnamespace
JOIN pg_roles r ON r.oid = typowner
WHERE (typtype = 'b' OR typtype = 'p' AND NOT typisdefined) AND nspname = ANY (?)
  AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid)
