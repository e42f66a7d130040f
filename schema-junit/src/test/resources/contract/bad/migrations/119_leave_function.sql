CREATE OR REPLACE FUNCTION answer() RETURNS integer LANGUAGE sql AS 'SELECT 42';

-- //@UNDO
SELECT 'the function does no harm';
