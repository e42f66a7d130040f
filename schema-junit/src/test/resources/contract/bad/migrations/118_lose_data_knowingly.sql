ALTER TABLE orders DROP COLUMN size;

-- //@UNDO
-- //@LOSSY sizes are gone
ALTER TABLE orders ADD COLUMN size integer;
