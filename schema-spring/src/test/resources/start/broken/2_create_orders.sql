-- // create orders
CREATE TABLE orders (item text NOT NULL, customer bigint REFERENCES customers);

-- //@UNDO
DROP TABLE orders;
