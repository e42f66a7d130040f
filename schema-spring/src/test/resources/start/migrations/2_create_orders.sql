-- // create orders
CREATE TABLE orders (item text NOT NULL);
INSERT INTO orders VALUES ('${greeting} from ' || current_setting('application_name'));

-- //@UNDO
DROP TABLE orders;
