-- // make seasons fractional
--
-- The arena held a "season 1.5" between two seasons, so season_number gets a decimal; and trades
-- and chats, which only ever came from that one, get to say which season they belong to. Rows that
-- exist already belong to season 1.5, which is made for them only if there are any.

-- Nothing may slip in between looking at the rows and changing the tables. The children come
-- first because a writer locks its own table first and seasons after it, for the foreign key.
LOCK TABLE trades, model_chats, seasons IN ACCESS EXCLUSIVE MODE;

-- A season_number of 10000 or more does not fit, and stops the migration here.
ALTER TABLE seasons ALTER COLUMN season_number TYPE numeric(5, 1);

-- Archives are imported with explicit ids, which leave the identity's sequence behind, so its next
-- value may be taken. The sequence is first moved past every id there is (never back): this insert
-- finds a free id, and so does the next one, whoever makes it. What it writes is what the undo
-- section compares with, defaults spelt out.
INSERT INTO seasons (id, season_number, name, start_date, initial_capital, status)
SELECT setval(ids, greatest(nextval(ids), (SELECT max(id) + 1 FROM seasons))),
       1.5, 'Season 1.5', earliest, 10000.00, 'active'
FROM (SELECT pg_get_serial_sequence('seasons', 'id')::regclass AS ids,
             least((SELECT min(opened_at) FROM trades),
                   (SELECT min(timestamp) FROM model_chats)) AS earliest) AS archive
WHERE earliest IS NOT NULL;

ALTER TABLE trades ADD COLUMN season_id integer;
UPDATE trades SET season_id = (SELECT id FROM seasons WHERE season_number = 1.5);
ALTER TABLE trades
    ALTER COLUMN season_id SET NOT NULL,
    ADD CONSTRAINT fk_trades_season_id FOREIGN KEY (season_id) REFERENCES seasons (id);
CREATE INDEX ix_trades_season_id ON trades (season_id);

ALTER TABLE model_chats ADD COLUMN season_id integer;
UPDATE model_chats SET season_id = (SELECT id FROM seasons WHERE season_number = 1.5);
ALTER TABLE model_chats
    ALTER COLUMN season_id SET NOT NULL,
    ADD CONSTRAINT fk_model_chats_season_id FOREIGN KEY (season_id) REFERENCES seasons (id);
CREATE INDEX ix_model_chats_season_id ON model_chats (season_id);

-- //@UNDO
--
-- Version 2 cannot say which season a trade or a chat belongs to, nor hold a fractional season.
-- Only what the up section made may therefore go: season 1.5 as it was made, with all trades and
-- chats and no snapshot. Anything else would be forgotten or rounded, so it is refused, and named.
--
-- One statement: where a script is sent without a transaction, or errors are passed over, the
-- check still stops the change. The sequence of seasons keeps its place: a gap in the ids harms
-- nobody, an id used twice might.

DO $$
DECLARE
    half_season integer;
    earliest    timestamptz;
    in_the_way  text;
BEGIN
    LOCK TABLE trades, model_chats, seasons IN ACCESS EXCLUSIVE MODE;

    half_season := (SELECT id FROM seasons WHERE season_number = 1.5);
    earliest := least((SELECT min(opened_at) FROM trades WHERE season_id = half_season),
                      (SELECT min(timestamp) FROM model_chats WHERE season_id = half_season));

    SELECT string_agg(obstacle, '; ') INTO in_the_way
    FROM (
        SELECT format('season 1.5 (id %s) is not as this migration made it (%s)', id, edits)
        FROM seasons, concat_ws(', ',
            CASE WHEN name <> 'Season 1.5' THEN 'name is not Season 1.5' END,
            CASE WHEN start_date IS DISTINCT FROM earliest
                 THEN 'start_date is not that of its first trade or chat' END,
            CASE WHEN end_date IS NOT NULL THEN 'end_date is set' END,
            CASE WHEN initial_capital IS DISTINCT FROM 10000.00
                 THEN 'initial_capital is not 10000.00' END,
            CASE WHEN status IS DISTINCT FROM 'active' THEN 'status is not active' END,
            CASE WHEN updated_at IS NOT NULL THEN 'updated_at is set' END) AS edits
        WHERE id = half_season AND edits <> ''
      UNION ALL
        -- By remainder, not by rounding: NaN is a numeric too, and equals itself rounded.
        SELECT format('%s fractional season(s) besides 1.5: %s', count(*),
                      string_agg(format('%s (id %s)', season_number, id), ', ' ORDER BY id))
        FROM seasons
        WHERE season_number % 1 <> 0 AND id IS DISTINCT FROM half_season
        HAVING count(*) > 0
      UNION ALL
        SELECT format('%s snapshot(s) of season 1.5, first id %s', count(*), min(id))
        FROM leaderboard_snapshots
        WHERE season_id = half_season
        HAVING count(*) > 0
      UNION ALL
        SELECT format('%s %s of season %s, first id %s', count(*), what, season_number, min(r.id))
        FROM (SELECT 'trade(s)', id, season_id FROM trades
              UNION ALL
              SELECT 'chat(s)', id, season_id FROM model_chats) AS r (what, id, season_id)
        JOIN seasons AS s ON s.id = r.season_id
        WHERE s.id IS DISTINCT FROM half_season
        GROUP BY what, season_number
    ) AS found (obstacle);

    IF in_the_way IS NOT NULL THEN
        RAISE EXCEPTION 'cannot go back to whole season numbers without losing data: %', in_the_way
            USING ERRCODE = 'object_not_in_prerequisite_state',
                  HINT = 'Save what you need of these rows, then delete them or make them fit '
                         'season 1.5 as this migration made it, and undo again.';
    END IF;

    ALTER TABLE trades DROP COLUMN season_id;
    ALTER TABLE model_chats DROP COLUMN season_id;
    DELETE FROM seasons WHERE id = half_season;
    ALTER TABLE seasons ALTER COLUMN season_number TYPE integer;
END
$$;
