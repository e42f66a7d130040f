-- // make a role
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'migrated') THEN
    CREATE ROLE migrated;
    ALTER ROLE migrated SET work_mem = '5MB';
  END IF;
END $$;

-- //@UNDO
SELECT 1;
