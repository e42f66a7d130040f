package dev.nof1.schema.junit.contract;

import dev.nof1.schema.junit.MigratedDatabase;
import dev.nof1.schema.junit.fixture.Kit;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;

/** The nof1 tracker's migrations keep the contract, with rows in every table. */
@MigratedDatabase(version = "base")
class Nof1MigrationsTest implements MigrationContract {
  private static final BigDecimal INITIAL_SCHEMA = new BigDecimal("20251101093000");

  @Override
  public void insertRows(Connection connection, BigDecimal version) throws SQLException {
    if (version.compareTo(INITIAL_SCHEMA) == 0) {
      Kit.run(connection, Kit.insertModel("m"));
      Kit.run(
          connection,
          """
          INSERT INTO seasons (season_number, name, start_date) VALUES (1, 'Season 1', '2025-10-17');
          INSERT INTO trades (model_id, trade_id, symbol, side, entry_price, size, status, opened_at)
            VALUES (1, 't', 'BTC', 'buy', 1, 1, 'open', '2025-11-01');
          """);
    }
  }
}
