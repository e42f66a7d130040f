COMMENT ON TABLE orders IS 'orders';

-- //@UNDO
COMMENT ON TABLE orders IS NULL;
