-- Range types. From 14 on each has a multirange type, which is shown with it.
SELECT
  'pg_type/' || t.oid AS "@address",
  ARRAY[nspname, t.typname]::text[] AS "@name",
  rolname AS "@owner",
  t.typacl::text[] AS "@acl",
  acldefault('T', t.typowner)::text[] AS "@acl default",
  format_type(rngsubtype, NULL) AS "subtype",
  (SELECT quote_ident(opcns.nspname) || '.' || quote_ident(opcname) FROM pg_opclass JOIN pg_namespace opcns ON opcns.oid = opcnamespace
   WHERE pg_opclass.oid = rngsubopc AND NOT opcdefault) AS "operator class",
  CASE WHEN rngcollation <> s.typcollation THEN rngcollation::regcollation::text END AS "collation",
  CASE WHEN rngcanonical <> 0 THEN rngcanonical::regprocedure::text END AS "canonical",
  CASE WHEN rngsubdiff <> 0 THEN rngsubdiff::regprocedure::text END AS "difference",
  format_type(rngmultitypid, NULL) AS "multirange", -- since 14
  (SELECT description FROM pg_description WHERE classoid = 'pg_type'::regclass AND objoid = rngmultitypid AND objsubid = 0) AS "multirange comment" -- since 14
  NULL AS "multirange comment" -- until 13
FROM pg_range
JOIN pg_type t ON t.oid = rngtypid
JOIN pg_namespace n ON n.oid = t.typnamespace
JOIN pg_roles r ON r.oid = t.typowner
JOIN pg_type s ON s.oid = rngsubtype
WHERE nspname = ANY (?)
