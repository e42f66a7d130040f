-- // create changelog
CREATE TABLE ${changelog} (
  id numeric(20, 0) NOT NULL PRIMARY KEY,
  applied_at varchar(25) NOT NULL,
  description varchar(255) NOT NULL
);

-- //@UNDO
DROP TABLE ${changelog};
