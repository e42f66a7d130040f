CREATE TABLE books (
    id    integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    title text NOT NULL UNIQUE,
    shop  text NOT NULL DEFAULT 'corner shop',
    price numeric(8, 2) NOT NULL
);
