SELECT 'nothing';

-- //@UNDO
SELECT 'nothing';
