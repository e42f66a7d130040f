INSERT INTO settings VALUES ('currency', 'EUR');

-- //@UNDO
SELECT 'the row does no harm';
