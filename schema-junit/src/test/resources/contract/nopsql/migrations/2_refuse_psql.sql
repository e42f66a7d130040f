DO $$ BEGIN
  IF current_setting('application_name') = 'psql' THEN
    RAISE EXCEPTION 'not by psql';
  END IF;
END $$;
-- //@UNDO
SELECT 1;
