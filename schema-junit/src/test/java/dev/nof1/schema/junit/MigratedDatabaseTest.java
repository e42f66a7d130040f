package dev.nof1.schema.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.Migrations;
import dev.nof1.schema.junit.fixture.Kit;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
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
  private static final Set<String> NAMES = new HashSet<>();

  @InjectDatabase private static TestDatabase shared;
  @InjectDatabase private DataSource field;
  @InjectDatabase private String url;

  private final TestDatabase ofConstructor;

  MigratedDatabaseTest(TestDatabase database) {
    ofConstructor = database;
  }

  @AfterAll
  static void allTestsHadOneDatabaseAndTheirConnectionsAreClosed() throws SQLException {
    assertThat(NAMES).containsExactly(shared.name());
    for (Connection connection : LENT) {
      assertThat(connection.isClosed()).isTrue();
    }
  }

  @Test
  void givesADataSourceOfAMigratedDatabase(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection()) {
      assertThat(Kit.one(connection, "SELECT count(*) FROM trades")).isEqualTo("0");
      NAMES.add(connection.getCatalog());
    }
  }

  @RepeatedTest(2)
  void givesAConnectionThatIsClosedAfterTheTest(Connection connection) throws SQLException {
    LENT.add(connection);
    NAMES.add(connection.getCatalog());
  }

  @Test
  void givesAUrlThatNeedsNothingElse(@JdbcUrl String url) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url)) {
      NAMES.add(connection.getCatalog());
    }
  }

  @Test
  void givesMigrationsToGoOnFrom(Migrations migrations) {
    assertThat(migrations.status().current()).isPresent();
    NAMES.add(migrations.status().database());
  }

  @Test
  void setsFieldsAndConstructorParameters() throws SQLException {
    NAMES.add(ofConstructor.name());
    try (Connection byField = field.getConnection();
        Connection byUrl = DriverManager.getConnection(url)) {
      NAMES.add(byField.getCatalog());
      NAMES.add(byUrl.getCatalog());
    }
  }

  @Nested
  class Inner {
    @Test
    void sharesTheDatabaseOfItsOuterClass(Connection mine) throws SQLException {
      NAMES.add(mine.getCatalog());
    }
  }

  @Nested
  @MigratedDatabase(version = "base")
  class WithItsOwn {
    @Test
    void hasAnother(Connection mine) throws SQLException {
      assertThat(mine.getCatalog()).isNotEqualTo(shared.name());
      assertThat(Kit.one(mine, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
          .isEqualTo("0");
    }
  }
}
