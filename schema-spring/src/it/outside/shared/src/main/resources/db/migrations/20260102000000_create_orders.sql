-- // create orders
CREATE SEQUENCE orders_seq INCREMENT 50;
CREATE TABLE orders (
  id bigint PRIMARY KEY,
  item text NOT NULL,
  currency text NOT NULL DEFAULT '${currency}'
);
CREATE TABLE customers (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL
);

-- //@UNDO
DROP TABLE customers;
DROP TABLE orders;
DROP SEQUENCE orders_seq;
