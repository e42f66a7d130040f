CREATE TABLE thirteenth (id integer);

-- //@UNDO
DROP TABLE thirtenth;
