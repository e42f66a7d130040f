-- // create entries
CREATE TABLE entries (
  entry text NOT NULL
);

-- //@UNDO
DROP TABLE entries;
