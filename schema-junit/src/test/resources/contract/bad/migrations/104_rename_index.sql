DROP INDEX orders_memo;

-- //@UNDO
CREATE INDEX orders_memo_idx ON orders (memo);
