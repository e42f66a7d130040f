CREATE TABLE one (id integer, name text DEFAULT 'x');

-- //@UNDO
DROP TABLE one;
