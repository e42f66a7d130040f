CREATE SEQUENCE order_numbers;

-- //@UNDO
SELECT 'the sequence does no harm';
