INSERT INTO books VALUES ('a');
