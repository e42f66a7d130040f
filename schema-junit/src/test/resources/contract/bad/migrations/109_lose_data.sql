ALTER TABLE orders DROP COLUMN memo;

-- //@UNDO
ALTER TABLE orders ADD COLUMN memo text DEFAULT 'nothing';
