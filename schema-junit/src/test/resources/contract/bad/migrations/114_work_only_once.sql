DO $$ BEGIN IF nextval('tickets') > 1 THEN RAISE EXCEPTION 'no second time'; END IF; END $$;

-- //@UNDO
SELECT 'nothing to undo';
