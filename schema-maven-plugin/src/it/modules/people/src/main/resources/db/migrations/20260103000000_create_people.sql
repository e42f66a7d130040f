-- // create people
CREATE TABLE person (
  id uuid PRIMARY KEY,
  name text NOT NULL
);
-- A role that somebody else makes.
GRANT SELECT ON person TO reporting;

-- //@UNDO
DROP TABLE person;
