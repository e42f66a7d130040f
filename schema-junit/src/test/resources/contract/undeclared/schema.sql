-- One readable file.
CREATE TABLE one (id integer, name text);
