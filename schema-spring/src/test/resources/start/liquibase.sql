--liquibase formatted sql

--changeset shop:1
CREATE TABLE of_liquibase (item text NOT NULL);
INSERT INTO of_liquibase VALUES ('tea');
