INSERT INTO orders VALUES ('of data.sql');
