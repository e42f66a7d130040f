-- What no other query gives: security labels, and whatever stands in a catalog that
-- is not known here, as far as it depends on something or somebody. Large objects are rows.
SELECT classoid::regclass || '/' || objoid, 'security label of ' || provider, type || ' ' || identity
FROM pg_seclabel CROSS JOIN LATERAL pg_identify_object(classoid, objoid, objsubid)
WHERE classoid <> 'pg_largeobject'::regclass
UNION ALL
SELECT DISTINCT classid::regclass || '/' || objid, type, identity
FROM (SELECT classid, objid FROM pg_depend UNION SELECT classid, objid FROM pg_shdepend JOIN pg_database d ON d.oid = dbid WHERE datname = current_database()) depending
CROSS JOIN LATERAL pg_identify_object(classid, objid, 0)
WHERE objid >= 16384 AND classid::regclass::text NOT IN (
  'pg_am', 'pg_amop', 'pg_amproc', 'pg_attrdef', 'pg_cast', 'pg_class', 'pg_collation', 'pg_constraint', 'pg_conversion',
  'pg_default_acl', 'pg_event_trigger', 'pg_extension', 'pg_foreign_data_wrapper', 'pg_foreign_server', 'pg_language',
  'pg_largeobject', 'pg_namespace', 'pg_opclass', 'pg_operator', 'pg_opfamily', 'pg_policy', 'pg_proc', 'pg_publication',
  'pg_publication_namespace', 'pg_publication_rel', 'pg_rewrite', 'pg_statistic_ext', 'pg_subscription', 'pg_transform',
  'pg_trigger', 'pg_ts_config', 'pg_ts_dict', 'pg_ts_parser', 'pg_ts_template', 'pg_type', 'pg_user_mapping')
