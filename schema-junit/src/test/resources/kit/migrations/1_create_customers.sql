-- // create customers
CREATE TABLE ${changelog} (
    id          numeric(20, 0) NOT NULL PRIMARY KEY,
    applied_at  varchar(25)    NOT NULL,
    description varchar(255)   NOT NULL
);
CREATE TABLE customers (id integer PRIMARY KEY, name text NOT NULL);

-- //@UNDO
DROP TABLE customers, ${changelog};
