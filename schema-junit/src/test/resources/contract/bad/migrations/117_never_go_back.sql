-- //@IRREVERSIBLE the old table is not coming back
DROP TABLE tenth;
