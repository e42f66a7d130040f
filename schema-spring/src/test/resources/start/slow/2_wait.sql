-- // wait
SELECT pg_sleep(60);

-- //@UNDO
