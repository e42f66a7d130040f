package dev.nof1.schema.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.error.ServerException;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** The embedded server, as if somebody else ran it. */
class ExternalServerTest {
  private static final EmbeddedServer SOMEBODYS =
      EmbeddedServer.temporary(ServerSettings.defaults());

  @BeforeAll
  static void addPeople() throws SQLException {
    Query.run(SOMEBODYS, "CREATE ROLE \"the boss\" LOGIN CREATEDB PASSWORD 'a&b=c %'");
    Query.run(SOMEBODYS, "CREATE ROLE clerk LOGIN PASSWORD 'geheim'");
    Query.run(SOMEBODYS, "CREATE DATABASE office");
  }

  @AfterAll
  static void stop() {
    SOMEBODYS.close();
  }

  @Test
  void isUsedByWhoMayCreateDatabases() throws SQLException {
    ExternalServer server = ExternalServer.of(url("office"), "the boss", "a&b=c %");
    assertThat(server.user()).isEqualTo("the boss");
    assertThat(server.password()).isEqualTo("a&b=c %");
    assertThat(server.host()).isEqualTo("127.0.0.1");
    assertThat(server.port()).isEqualTo(SOMEBODYS.port());
    assertThat(server.version()).isEqualTo(SOMEBODYS.version());
    assertThat(server.maintenanceDatabase()).isEqualTo("office");
    assertThat(server.logOf("office")).isEmpty();
    Query.run(server, "CREATE DATABASE \"of the/boss?\"");
    assertThat(Query.text(server.dataSource("of the/boss?"), "SELECT current_database()"))
        .isEqualTo("of the/boss?");
  }

  @Test
  void takesUserAndPasswordFromTheUrlToo() throws SQLException {
    String url = url("office") + "?user=the%20boss&password=a%26b%3Dc%20%25&ApplicationName=x";
    ExternalServer server = ExternalServer.of(url, null, null);
    assertThat(server.user()).isEqualTo("the boss");
    assertThat(server.jdbcUrl("d")).isEqualTo(url("d") + "?ApplicationName=x");
    assertThat(Query.text(server, "SELECT current_user")).isEqualTo("the boss");
  }

  @Test
  void keepsTheParametersForOtherDatabases() throws SQLException {
    ExternalServer server =
        ExternalServer.of(
            url("office") + "?sslmode=disable&options=-c%20work_mem%3D1234kB",
            "postgres",
            secret());
    assertThat(server.jdbcUrl("a b"))
        .isEqualTo(url("a%20b") + "?sslmode=disable&options=-c%20work_mem%3D1234kB");
    PGSimpleDataSource source = server.dataSource("postgres");
    assertThat(source.getSslmode()).isEqualTo("disable");
    assertThat(Query.text(source, "SHOW work_mem")).isEqualTo("1234kB");
  }

  @Test
  void isNotStoppedByClosing() throws SQLException {
    ExternalServer.of(url("postgres"), "postgres", secret()).close();
    assertThat(Query.text(SOMEBODYS, "SELECT 1")).isEqualTo("1");
  }

  @Test
  void refusesWhoMayNotCreateDatabases() {
    assertThatThrownBy(() -> ExternalServer.of(url("office"), "clerk", "geheim"))
        .isInstanceOf(ServerException.class)
        .hasMessage(
            "User clerk may not create databases on the PostgreSQL server at 127.0.0.1:"
                + SOMEBODYS.port()
                + ". Nothing was changed. As a superuser, run ALTER ROLE \"clerk\" CREATEDB, or"
                + " name another user.");
  }

  @Test
  void saysWhyItCannotLogIn() {
    assertThatThrownBy(() -> ExternalServer.of(url("office"), "clerk", "falsch"))
        .isInstanceOf(ServerException.class)
        .hasMessage(
            "The PostgreSQL server at 127.0.0.1:"
                + SOMEBODYS.port()
                + " cannot be used as user clerk: FATAL: password authentication failed for user"
                + " \"clerk\" [28P01]. Start it, or correct its address, database, user or"
                + " password.");
  }

  @Test
  void saysThatNobodyAnswers() {
    assertThatThrownBy(() -> ExternalServer.of("jdbc:postgresql://127.0.0.1:1/x", "u", "geheim"))
        .isInstanceOf(ServerException.class)
        .hasMessageStartingWith("The PostgreSQL server at 127.0.0.1:1 cannot be used as user u: ")
        .hasMessageContaining("[08001]. Start it");
  }

  @Test
  void refusesOtherUrlsWithoutShowingTheirSecrets() {
    for (String url : new String[] {"jdbc:mysql://h/d", "jdbc:postgresql://u:geheim@h/d"}) {
      assertThatThrownBy(() -> ExternalServer.of(url, "u", "geheim"))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageNotContaining("geheim");
    }
  }

  @Test
  void neverShowsThePassword() {
    String url = url("postgres") + "?user=postgres&password=" + secret();
    assertThat(ExternalServer.of(url, null, null))
        .hasToString("PostgreSQL " + SOMEBODYS.version() + " at 127.0.0.1:" + SOMEBODYS.port());
    assertThatThrownBy(() -> ExternalServer.of(url.replace("/postgres?", "/none?"), null, null))
        .hasMessageContaining("database \"none\" does not exist [3D000]")
        .hasMessageNotContaining(secret());
  }

  private static String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + SOMEBODYS.port() + "/" + database;
  }

  private static String secret() {
    return SOMEBODYS.password();
  }
}
