-- // create orders
CREATE TABLE orders (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  amount numeric(10, 2) NOT NULL,
  currency text NOT NULL DEFAULT '${currency}'
);

-- //@UNDO
DROP TABLE orders;
