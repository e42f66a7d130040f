CREATE TABLE app.one (id integer);

-- //@UNDO
SELECT 'the table stays';
