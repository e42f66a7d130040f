CREATE TABLE old (id integer, title text);
