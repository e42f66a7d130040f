CREATE TABLE other (id integer);

-- //@UNDO
DROP TABLE other;
