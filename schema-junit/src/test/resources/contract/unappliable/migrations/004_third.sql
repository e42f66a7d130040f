CREATE TABLE third (id integer);

-- //@UNDO
DROP TABLE third;
