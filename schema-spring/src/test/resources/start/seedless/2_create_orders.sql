-- // create orders
CREATE TABLE orders (item text NOT NULL);

-- //@UNDO
DROP TABLE orders;
