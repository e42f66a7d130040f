RESET ALL;
CREATE TABLE planted_by_file AS SELECT current_setting('TimeZone') AS zone;
