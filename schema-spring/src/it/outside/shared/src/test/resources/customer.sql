INSERT INTO customers (name) VALUES ('of the seed');
