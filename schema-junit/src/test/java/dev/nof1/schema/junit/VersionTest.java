package dev.nof1.schema.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.Migrations;
import dev.nof1.schema.junit.fixture.Kit;
import dev.nof1.schema.plan.State;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class VersionTest {
  private static final String TABLES =
      "SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'changelog'";

  @Nested
  @MigratedDatabase(version = "base")
  class Base {
    @Test
    void isEmpty(Connection connection) throws SQLException {
      assertThat(Kit.one(connection, TABLES)).isEqualTo("0");
      assertThat(Kit.one(connection, "SELECT to_regclass('changelog')")).isEqualTo("null");
    }

    @Test
    void canBeGoneOnFrom(Migrations migrations, Connection connection) throws SQLException {
      migrations.up();
      assertThat(Kit.one(connection, TABLES)).isEqualTo("5");
      migrations.down(3);
      assertThat(Kit.one(connection, TABLES)).isEqualTo("0");
    }
  }

  @Nested
  @MigratedDatabase
  class Head {
    @Test
    void hasEveryMigration(Migrations migrations) {
      assertThat(migrations.status().in(State.PENDING)).isEmpty();
      assertThat(migrations.status().current()).isPresent();
    }
  }

  @Nested
  @MigratedDatabase(version = "20251101093000", isolation = Isolation.METHOD)
  class SeasonsBecomeFractional {
    @Test
    void oldTradesBelongToSeasonOneAndAHalf(Migrations migrations, Connection connection)
        throws SQLException {
      Kit.run(
          connection,
          "INSERT INTO seasons (season_number, name, start_date) VALUES (1, 'Season 1',"
              + " '2025-10-18Z')");
      Kit.run(connection, Kit.insertModel("deepseek"));
      Kit.run(
          connection,
          "INSERT INTO trades (model_id, trade_id, symbol, side, entry_price, size, status,"
              + " opened_at) VALUES (1, 't1', 'BTC', 'buy', 100000, 1, 'open', '2025-11-02Z')");

      migrations.up(1);

      assertThat(
              Kit.one(
                  connection,
                  "SELECT season_number || ' since ' || date(start_date AT TIME ZONE 'UTC') FROM"
                      + " trades JOIN seasons ON seasons.id = season_id"))
          .isEqualTo("1.5 since 2025-11-02");
    }

    @Test
    void anEmptyArchiveGetsNoSeason(Migrations migrations, Connection connection)
        throws SQLException {
      assertThat(migrations.status().current().orElseThrow().id())
          .isEqualByComparingTo(new BigDecimal("20251101093000"));
      migrations.up(1);
      assertThat(Kit.one(connection, "SELECT count(*) FROM seasons")).isEqualTo("0");
    }
  }
}
