ALTER TABLE orders OWNER TO pg_monitor;

-- //@UNDO
SELECT 'whoever';
