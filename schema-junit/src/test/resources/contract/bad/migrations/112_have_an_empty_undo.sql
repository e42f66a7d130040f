CREATE TABLE eleventh (id integer);

-- //@UNDO
-- nothing yet
