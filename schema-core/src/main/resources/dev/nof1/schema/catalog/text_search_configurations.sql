-- Text-search configurations, with the dictionaries that each type of token is looked up in.
SELECT
  'pg_ts_config/' || c.oid AS "@address",
  ARRAY[n.nspname, cfgname]::text[] AS "@name",
  rolname AS "@owner",
  quote_ident(pn.nspname) || '.' || quote_ident(prsname) AS "parser",
  (SELECT string_agg(alias || ': ' || dictionaries, E'\n' ORDER BY alias COLLATE "C")
   FROM (SELECT maptokentype, string_agg(mapdict::regdictionary::text, ', ' ORDER BY mapseqno) AS dictionaries
         FROM pg_ts_config_map WHERE mapcfg = c.oid GROUP BY maptokentype) m
   JOIN ts_token_type(cfgparser) ON tokid = maptokentype) AS "mappings"
FROM pg_ts_config c
JOIN pg_namespace n ON n.oid = cfgnamespace
JOIN pg_roles r ON r.oid = cfgowner
JOIN pg_ts_parser p ON p.oid = cfgparser
JOIN pg_namespace pn ON pn.oid = prsnamespace
WHERE n.nspname = ANY (?)
