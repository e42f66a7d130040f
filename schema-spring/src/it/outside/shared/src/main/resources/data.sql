INSERT INTO customers (name) VALUES ('of data.sql');
