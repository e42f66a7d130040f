SELECT pg_replication_origin_create('contract_serverwide');

-- //@UNDO
SELECT pg_replication_origin_drop('contract_serverwide');
