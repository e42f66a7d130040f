package dev.nof1.schema;

import static dev.nof1.schema.fixture.TestServer.execute;
import static dev.nof1.schema.fixture.TestServer.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.error.MigrationFailedException;
import dev.nof1.schema.fixture.TestServer;
import dev.nof1.schema.plan.State;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Making seasons fractional, with rows in the tables: nothing is lost, rounded or made up, either
 * way.
 */
class SeasonsMigrationTest {
  private static final String MODEL =
      "INSERT INTO llm_models (name, provider, model_id) VALUES ('m', 'p', 'x')";
  private static final String TRADE =
      "INSERT INTO trades (model_id, trade_id, symbol, side, entry_price, size, status, opened_at) VALUES (1, 't1', 'BTC', 'buy', 1, 1, 'open', '2025-10-20 10:00:00+00')";
  private static final String CHAT =
      "INSERT INTO model_chats (model_id, timestamp, content) VALUES (1, '2025-10-19 09:00:00+00', 'hi')";
  private static final String SEASON_2 =
      "INSERT INTO seasons (season_number, name, start_date) VALUES (2, 'Season 2', '2025-12-01 00:00:00+00')";

  private final DataSource database = TestServer.emptyDatabase();
  private final Migrations migrations = Migrations.of(database);

  @BeforeEach
  void startAtVersionTwo() {
    migrations.up(2);
  }

  @Test
  void makesNoSeasonWhereThereAreNoRows() {
    migrations.up();

    assertThat(query(database, "SELECT id FROM seasons")).isEmpty();
    undoes();
  }

  @Test
  void makesSeasonOneAndAHalfForTheRowsThereAre() {
    execute(database, MODEL, SEASON_2, TRADE, CHAT);

    migrations.up();

    assertThat(
            query(
                database,
                "SELECT season_number || ' ' || name || ' ' || (start_date AT TIME ZONE 'UTC') FROM seasons WHERE season_number <> 2"))
        .containsExactly("1.5 Season 1.5 2025-10-19 09:00:00");
    assertThat(
            query(
                database,
                "SELECT season_number FROM trades t JOIN seasons s ON s.id = t.season_id UNION ALL SELECT season_number FROM model_chats c JOIN seasons s ON s.id = c.season_id"))
        .containsExactly("1.5", "1.5");
  }

  @ParameterizedTest
  @CsvSource({"true,true", "true,false", "false,true"})
  void givesBackTheRowsOfVersionTwoExactly(boolean trade, boolean chat) {
    execute(database, MODEL, SEASON_2);
    if (trade) {
      execute(database, TRADE);
    }
    if (chat) {
      execute(database, CHAT);
    }
    List<String> before = rows();

    migrations.up();
    undoes();

    assertThat(rows()).isEqualTo(before);
    migrations.up();
    undoes();
    assertThat(rows()).isEqualTo(before);
  }

  @Test
  void findsAFreeIdWhereArchivesWereImportedWithTheirs() {
    execute(
        database,
        MODEL,
        TRADE,
        "INSERT INTO seasons (id, season_number, name, start_date) VALUES (1, 1, 'Season 1', now()), (7, 7, 'Season 7', now())");

    migrations.up();

    assertThat(query(database, "SELECT id FROM seasons WHERE season_number = 1.5"))
        .containsExactly("8");
    execute(
        database,
        "INSERT INTO seasons (season_number, name, start_date) VALUES (3, 'Season 3', now())");
  }

  @Test
  void refusesToForgetTheSeasonOfATrade() {
    execute(database, MODEL, SEASON_2, TRADE);
    migrations.up();
    execute(
        database,
        "UPDATE trades SET trade_id = 't0'",
        TRADE
            .replace("(model_id,", "(season_id, model_id,")
            .replace("VALUES (1,", "VALUES ((SELECT id FROM seasons WHERE season_number = 2), 1,"));

    refuses("1 trade(s) of season 2.0, first id 2");
  }

  @Test
  void refusesToForgetTheSeasonOfRowsThatCameLater() {
    migrations.up();
    execute(
        database,
        MODEL,
        SEASON_2,
        CHAT.replace("(model_id,", "(season_id, model_id,").replace("VALUES (1,", "VALUES (1, 1,"));

    refuses("1 chat(s) of season 2.0, first id 1");
  }

  @Test
  void refusesToRoundAnotherFractionalSeason() {
    migrations.up();
    execute(
        database,
        "INSERT INTO seasons (season_number, name, start_date) VALUES (2.5, 'Season 2.5', now())");

    refuses("1 fractional season(s) besides 1.5: 2.5 (id 1)");
  }

  @Test
  void refusesToDeleteASeasonThatSnapshotsReferTo() {
    execute(database, MODEL, TRADE);
    migrations.up();
    execute(
        database,
        "INSERT INTO leaderboard_snapshots (season_id, model_id, timestamp, rank, total_assets, pnl, pnl_percent) SELECT id, 1, now(), 1, 1, 1, 1 FROM seasons");

    refuses("1 snapshot(s) of season 1.5, first id 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name = 'Mine'|name is not Season 1.5",
        "start_date = start_date + interval '1 second'|start_date is not that of its first trade or chat",
        "end_date = now()|end_date is set",
        "initial_capital = 5|initial_capital is not 10000.00",
        "status = 'completed'|status is not active",
        "updated_at = now()|updated_at is set"
      })
  void refusesToDeleteASeasonThatSomebodyHasEdited(String edit, String reason) {
    execute(database, MODEL, TRADE);
    migrations.up();
    execute(database, "UPDATE seasons SET " + edit);

    refuses("season 1.5 (id 1) is not as this migration made it (" + reason + ")");
  }

  @Test
  void refusesToDeleteASeasonOneAndAHalfItDidNotMake() {
    migrations.up();
    execute(
        database,
        "INSERT INTO seasons (season_number, name, start_date) VALUES (1.5, 'Season 1.5', now())");

    refuses("season 1.5 (id 1) is not as this migration made it");
  }

  @Test
  void stopsWhereASeasonNumberDoesNotFit() {
    execute(
        database,
        "INSERT INTO seasons (season_number, name, start_date) VALUES (10000, 'far', now())");

    assertThatThrownBy(migrations::up)
        .isInstanceOf(MigrationFailedException.class)
        .hasMessageContaining("numeric field overflow [22003]")
        .hasMessageContaining("It was rolled back");
  }

  private void undoes() {
    migrations.down(1);
    assertThat(
            query(
                database,
                "SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = 'seasons'::regclass AND attname = 'season_number'"))
        .containsExactly("integer");
    assertThat(
            query(
                database,
                "SELECT attrelid::regclass FROM pg_attribute WHERE attname = 'season_id' AND NOT attisdropped AND attrelid IN ('trades'::regclass, 'model_chats'::regclass)"))
        .isEmpty();
  }

  private void refuses(String reason) {
    List<String> before = rows();
    assertThatThrownBy(() -> migrations.down(1))
        .isInstanceOf(MigrationFailedException.class)
        .hasMessageContaining(
            "cannot go back to whole season numbers without losing data: " + reason)
        .hasMessageContaining("[55000]")
        .hasMessageContaining("Hint: Save what you need of these rows")
        .hasMessageContaining("It was rolled back; the database is as it was");
    assertThat(rows()).isEqualTo(before);
    assertThat(migrations.status().in(State.PENDING)).isEmpty();
  }

  private List<String> rows() {
    return query(
        database,
        "SELECT s::text FROM seasons s UNION ALL SELECT t::text FROM trades t UNION ALL SELECT c::text FROM model_chats c ORDER BY 1");
  }
}
