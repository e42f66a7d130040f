CREATE TABLE orders (
  id   integer CONSTRAINT orders_pk PRIMARY KEY,
  memo text DEFAULT 'none',
  size integer CONSTRAINT size_positive CHECK (size > 0)
);
CREATE INDEX orders_memo ON orders (memo);
COMMENT ON TABLE orders IS 'what was ordered';
GRANT SELECT ON orders TO PUBLIC;
CREATE FUNCTION check_order() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
CREATE TRIGGER checked BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION check_order();
CREATE SEQUENCE tickets;
CREATE TABLE settings (name text PRIMARY KEY, value text);

-- //@UNDO
DROP TABLE orders, settings;
DROP SEQUENCE tickets;
DROP FUNCTION check_order();
