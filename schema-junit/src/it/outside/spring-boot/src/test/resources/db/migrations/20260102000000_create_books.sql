-- // create books
CREATE TABLE books (
    id    integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    title text NOT NULL UNIQUE,
    shop  text NOT NULL DEFAULT '${shop}'
);

-- //@UNDO
DROP TABLE books;
