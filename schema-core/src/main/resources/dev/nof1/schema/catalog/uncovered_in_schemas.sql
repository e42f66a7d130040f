-- Kinds of relations, types, functions and constraints that no other query gives: those that a newer
-- major brings. Known and not shown of their own: TOAST tables (t), indexes of constraints, row
-- types, array types, multiranges (m), constraint triggers (t) and NOT NULL (n).
SELECT 'pg_class/' || c.oid, 'relation of kind ' || relkind::text, quote_ident(nspname) || '.' || quote_ident(relname)
FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
WHERE relkind NOT IN ('r', 'p', 'f', 'v', 'm', 'c', 'S', 'i', 'I', 't') AND nspname = ANY (?)
UNION ALL
SELECT 'pg_type/' || t.oid, 'type of kind ' || typtype::text, quote_ident(nspname) || '.' || quote_ident(typname)
FROM pg_type t JOIN pg_namespace n ON n.oid = typnamespace
WHERE typtype NOT IN ('b', 'c', 'd', 'e', 'r', 'm') AND typisdefined AND nspname = ANY (?)
UNION ALL
SELECT 'pg_proc/' || p.oid, 'function of kind ' || prokind::text, p.oid::regprocedure::text
FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace
WHERE prokind NOT IN ('f', 'w', 'p', 'a') AND nspname = ANY (?)
UNION ALL
SELECT 'pg_constraint/' || k.oid, 'constraint of kind ' || contype::text, quote_ident(nspname) || '.' || quote_ident(conname)
FROM pg_constraint k JOIN pg_namespace n ON n.oid = connamespace
WHERE contype NOT IN ('c', 'f', 'p', 'u', 'x', 't', 'n') AND nspname = ANY (?)
