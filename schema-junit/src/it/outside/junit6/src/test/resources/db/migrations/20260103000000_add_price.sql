-- // add price
ALTER TABLE books ADD COLUMN price numeric(8, 2);
UPDATE books SET price = 0;
ALTER TABLE books ALTER COLUMN price SET NOT NULL;

-- //@UNDO
ALTER TABLE books DROP COLUMN price;
