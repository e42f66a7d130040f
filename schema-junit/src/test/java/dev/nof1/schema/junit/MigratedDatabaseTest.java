package dev.nof1.schema.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

@MigratedDatabase
class MigratedDatabaseTest {
  private static final Set<Connection> LENT = new HashSet<>();

  @AfterAll
  static void connectionsOfTestsAreClosed() throws SQLException {
    for (Connection connection : LENT) {
      assertThat(connection.isClosed()).isTrue();
    }
  }

  @Test
  void givesADataSourceOfAMigratedDatabase(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection()) {
      assertThat(one(connection, "SELECT count(*) FROM trades")).isEqualTo("0");
    }
  }

  @RepeatedTest(2)
  void givesAConnectionThatIsClosedAfterTheTest(Connection connection) throws SQLException {
    assertThat(one(connection, "SELECT count(*) FROM seasons")).isEqualTo("0");
    LENT.add(connection);
  }

  @Test
  void givesAUrlThatNeedsNothingElse(@JdbcUrl String url) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url)) {
      assertThat(one(connection, "SELECT count(*) FROM llm_models")).isEqualTo("0");
    }
  }

  @Test
  void givesEveryTestOfTheClassTheSameDatabase(DataSource one, @JdbcUrl String url)
      throws SQLException {
    try (Connection connection = one.getConnection()) {
      assertThat(url).contains("/" + connection.getCatalog() + "?");
    }
  }

  @Nested
  class Inner {
    @Test
    void sharesTheDatabaseOfItsOuterClass(Connection mine, @JdbcUrl String url)
        throws SQLException {
      assertThat(url).contains("/" + mine.getCatalog() + "?");
    }
  }

  @Nested
  @MigratedDatabase
  class WithItsOwn {
    @Test
    void isAlone(Connection connection) throws SQLException {
      assertThat(one(connection, "SELECT count(*) FROM pg_database WHERE datname LIKE 'test_%'"))
          .isEqualTo("2");
    }
  }

  private static String one(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
