package dev.nof1.schema.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.junit.fixture.Kit;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.TimeZone;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Isolated;

/** Days and times are the same on every machine: sessions are in UTC, whatever the JVM's zone. */
@Isolated("changes the JVM's time zone")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@MigratedDatabase(
    isolation = Isolation.METHOD,
    seeds = {"#zoneOfSeeds", "classpath:kit/zone.sql"})
class TimeZoneTest {
  private static final TimeZone ZONE = TimeZone.getDefault();

  @BeforeAll
  static void goToTokyo() {
    TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
  }

  @AfterAll
  static void comeBack() {
    TimeZone.setDefault(ZONE);
  }

  static void zoneOfSeeds(DataSource database) throws SQLException {
    Kit.run(database, "CREATE TABLE planted AS SELECT current_setting('TimeZone') AS zone");
  }

  @RepeatedTest(2)
  void isUtcInEveryConnection(DataSource database, Connection connection) throws SQLException {
    assertThat(Kit.one(connection, "SHOW TimeZone")).isEqualTo("UTC");
    for (int i = 0; i < 3; i++) {
      try (Connection other = database.getConnection()) {
        assertThat(Kit.one(other, "SHOW TimeZone")).isEqualTo("UTC");
      }
    }
  }

  @Test
  void isUtcInSeeds(Connection connection) throws SQLException {
    assertThat(Kit.one(connection, "SELECT zone FROM planted")).isEqualTo("UTC");
    assertThat(Kit.one(connection, "SELECT zone FROM planted_by_file")).isEqualTo("UTC");
  }

  @Test
  void mayBeSetByTheTest(Connection connection) throws SQLException {
    Kit.run(connection, "SET TimeZone = 'Europe/Paris'");

    assertThat(Kit.one(connection, "SELECT '2026-07-01 00:00'::timestamptz::text"))
        .isEqualTo("2026-07-01 00:00:00+02");
  }
}
