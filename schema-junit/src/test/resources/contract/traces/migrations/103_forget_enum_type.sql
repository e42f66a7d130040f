CREATE TYPE order_state AS ENUM ('new', 'done');
ALTER TABLE orders ADD COLUMN state order_state;

-- //@UNDO
ALTER TABLE orders DROP COLUMN state;
