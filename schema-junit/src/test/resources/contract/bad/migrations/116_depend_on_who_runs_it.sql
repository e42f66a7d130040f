DO $$ BEGIN
  IF current_setting('lock_timeout') = '0' THEN CREATE TABLE by_hand (id integer); END IF;
END $$;

-- //@UNDO
DROP TABLE IF EXISTS by_hand;
