DELETE FROM ${changelog} WHERE id = 2;

-- //@UNDO
INSERT INTO ${changelog} VALUES (2, '2026-01-01 00:00:00', 'analyze');
