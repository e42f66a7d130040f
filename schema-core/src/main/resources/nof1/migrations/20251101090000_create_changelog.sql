-- // create changelog
--
-- The table that remembers which migrations a database has. MyBatis Migrations and this project
-- read and write the same one, so its columns are MyBatis's; its name is the environment's
-- "changelog". The primary key's name is fixed, because a name made from the table's would break
-- as soon as that one is qualified or quoted.

CREATE TABLE ${changelog} (
    id          numeric(20, 0) NOT NULL,
    applied_at  varchar(25)    NOT NULL,
    description varchar(255)   NOT NULL,
    CONSTRAINT pk_changelog PRIMARY KEY (id)
);

-- //@UNDO

DROP TABLE ${changelog};
