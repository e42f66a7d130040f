-- Subscriptions of this database, but for their connections, which are a superuser's to see.
SELECT
  'pg_subscription/' || s.oid AS "@address", -- since 14
  'pg_subscription/' || subname AS "@address", -- until 13
  ARRAY[subname]::text[] AS "@name",
  rolname AS "@owner",
  CASE WHEN NOT subenabled THEN 'no' END AS "enabled",
  (SELECT string_agg(quote_ident(name), ', ' ORDER BY name COLLATE "C") FROM unnest(subpublications) AS name) AS "publications",
  coalesce(quote_ident(subslotname), 'none') AS "slot",
  CASE WHEN subbinary THEN 'yes' END AS "binary", -- since 14
  CASE WHEN substream THEN 'on' END AS "streaming", -- since 14, until 15
  CASE substream WHEN 't' THEN 'on' WHEN 'p' THEN 'parallel' WHEN 'f' THEN NULL ELSE substream::text END AS "streaming", -- since 16
  nullif(subsynccommit, 'off') AS "synchronous commit", -- since 14
  CASE WHEN subtwophasestate <> 'd' THEN 'yes' END AS "two phase", -- since 15
  CASE WHEN subdisableonerr THEN 'yes' END AS "disable on error", -- since 15
  CASE WHEN NOT subpasswordrequired THEN 'no' END AS "password required", -- since 16
  CASE WHEN subrunasowner THEN 'yes' END AS "run as owner", -- since 16
  nullif(suborigin, 'any') AS "origin", -- since 16
  CASE WHEN subfailover THEN 'yes' END AS "failover" -- since 17
  NULL AS "failover" -- until 16
FROM pg_subscription s
JOIN pg_database d ON d.oid = subdbid
JOIN pg_roles r ON r.oid = subowner
WHERE datname = current_database()
