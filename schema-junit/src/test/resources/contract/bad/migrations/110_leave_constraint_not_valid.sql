ALTER TABLE orders DROP CONSTRAINT size_positive;

-- //@UNDO
ALTER TABLE orders ADD CONSTRAINT size_positive CHECK (size > 0) NOT VALID;
