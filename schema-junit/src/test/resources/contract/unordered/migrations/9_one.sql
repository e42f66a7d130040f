CREATE TABLE one (id integer);

-- //@UNDO
DROP TABLE one;
