CREATE TABLE other (id intger);

-- //@UNDO
DROP TABLE other;
