CREATE TABLE tenth (id integer);
