-- // create changelog
--
-- The table that remembers which migrations a database has. Its name is the environment's
-- "changelog". Columns may be added, but these three must stay.

CREATE TABLE ${changelog} (
    ID          NUMERIC(20, 0) NOT NULL PRIMARY KEY,
    APPLIED_AT  VARCHAR(25)    NOT NULL,
    DESCRIPTION VARCHAR(255)   NOT NULL
);

-- //@UNDO

DROP TABLE ${changelog};
