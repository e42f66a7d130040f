-- All types, and the attributes of composite ones.
SELECT t.oid::bigint AS oid, n.nspname, t.typname, t.typtype, t.typcategory, 
  -- Without its length character means character(1), and bit bit(1).
  format_type(t.oid, -1) AS name,
  t.typbasetype::bigint AS base, t.typtypmod AS base_typmod, t.typelem::bigint AS element,
  t.typcategory = 'A' AND t.typsubscript::text = 'array_subscript_handler' AS is_array,
  (SELECT r.rngsubtype::bigint FROM pg_range r WHERE r.rngtypid = t.oid) AS range_of,
  (SELECT r.rngtypid::bigint FROM pg_range r WHERE r.rngmultitypid = t.oid) AS multirange_of,
  ARRAY(SELECT a.atttypid::bigint FROM pg_attribute a WHERE t.typtype = 'c' AND a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum) AS parts,
  ARRAY(SELECT a.atttypmod FROM pg_attribute a WHERE t.typtype = 'c' AND a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum) AS part_typmods
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
WHERE t.typtype <> 'p'
