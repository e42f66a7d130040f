-- // add greeting
ALTER TABLE customers ADD COLUMN greeting text NOT NULL DEFAULT '${greeting}';

-- //@UNDO
ALTER TABLE customers DROP COLUMN greeting;
