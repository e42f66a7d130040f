CREATE TABLE old (id integer, name text);
INSERT INTO old VALUES (1, 'first');
