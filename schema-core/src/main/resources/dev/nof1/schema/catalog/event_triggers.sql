-- Event triggers.
SELECT
  'pg_event_trigger/' || e.oid AS "@address",
  ARRAY[evtname]::text[] AS "@name",
  rolname AS "@owner",
  evtevent AS "event",
  (SELECT string_agg(quote_literal(tag), ', ' ORDER BY tag COLLATE "C") FROM unnest(evttags) AS tag) AS "tags",
  evtfoid::regproc AS "function",
  CASE evtenabled WHEN 'O' THEN NULL WHEN 'D' THEN 'disabled' WHEN 'A' THEN 'always' WHEN 'R' THEN 'replica' ELSE evtenabled::text END AS "enabled"
FROM pg_event_trigger e
JOIN pg_roles r ON r.oid = evtowner
