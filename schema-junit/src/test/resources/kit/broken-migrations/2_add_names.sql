-- // add names
ALTER TABLE customers ADD COLUMN first_name text;
ALTER TABLE customer ADD COLUMN last_name text;

-- //@UNDO
ALTER TABLE customers DROP COLUMN first_name, DROP COLUMN last_name;
