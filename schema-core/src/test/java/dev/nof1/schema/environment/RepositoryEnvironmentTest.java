package dev.nof1.schema.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How somebody else's repository is read: as MyBatis reads it. */
class RepositoryEnvironmentTest {

  @TempDir Path path;

  @Test
  void isNotRedirectedByThisProjectsVariables() {
    EnvironmentFolder folder =
        folder()
            .file("e.properties", "url=jdbc:postgresql://theirs:1/d", "username=them")
            .file(".env", "NOF1_DB_HOST=ours", "MIGRATIONS_URL=jdbc:postgresql://ours:1/d");
    Map<String, String> exported = Map.of("NOF1_DB_HOST", "ours", "NOF1_DB_USER", "us");

    assertThat(folder.repository("e", exported).connection())
        .isEqualTo(new ConnectionSettings("jdbc:postgresql://theirs:1/d", "them", null));
  }

  @Test
  void usesThisProjectsVariablesWhereItRefersToThem() {
    EnvironmentFolder folder =
        folder().file("e.properties", "url=jdbc:postgresql://${NOF1_DB_HOST}:1/d");

    assertThat(folder.repository("e", Map.of("NOF1_DB_HOST", "ours")).connection().url())
        .isEqualTo("jdbc:postgresql://ours:1/d");
  }

  @Test
  void isStatedElsewhereThanInAFileByTheSameRules() {
    Surroundings around =
        new Surroundings(Map.of("HOST", "theirs", "MIGRATIONS_USERNAME", "them"), Map.of());
    Environment stated =
        Environment.ofSettings(
            "e",
            "The POM",
            Map.of("url", "jdbc:postgresql://${HOST}:1/d", "changelog", "log", "currency", "EUR"),
            around);
    Environment empty = Environment.ofSettings("e", "The POM", Map.of(), around);

    assertThat(stated.connection())
        .isEqualTo(new ConnectionSettings("jdbc:postgresql://theirs:1/d", "them", null));
    assertThat(stated.variables()).isEqualTo(Map.of("changelog", "log", "currency", "EUR"));
    assertThatThrownBy(empty::connection)
        .hasMessage(
            "The POM does not say which database. Give it url=jdbc:postgresql://host:port/database, or set MIGRATIONS_URL.");
  }

  @Test
  void leavesUnknownVariablesAsTheyAre() {
    EnvironmentFolder folder =
        folder().file("e.properties", "a=${A}", "b=${B:-default}", "c=\\\\${C}", "d=${D}");

    assertThat(folder.repository("e", Map.of("C", "c", "D", "")).variables())
        .containsEntry("a", "${A}")
        .containsEntry("b", "${B:-default}")
        .containsEntry("c", "${C}")
        .containsEntry("d", "");
  }

  /** MyBatis would send the text as it is, and the server would speak of a wrong password. */
  @Test
  void namesTheVariableThatAConnectionLacks() {
    EnvironmentFolder folder =
        folder()
            .file("host.properties", "url=jdbc:postgresql://${SHOP_HOST}:1/d")
            .file(
                "password.properties",
                "url=jdbc:postgresql://h:1/d",
                "username=u",
                "password=${SHOP_PASSWORD}")
            .file("odd.properties", "url=jdbc:postgresql://h:1/d", "username=u", "password=a${b}c");

    assertThatThrownBy(() -> folder.repository("host", Map.of()).connection())
        .hasMessageEndingWith(
            "host.properties: url needs the variable SHOP_HOST, which is not set. Nothing was connected to. Set it in the environment.");
    assertThatThrownBy(() -> folder.repository("password", Map.of()).connection())
        .hasMessageContaining("password needs the variable SHOP_PASSWORD, which is not set.");
    assertThat(folder.repository("odd", Map.of()).connection().password()).isEqualTo("a${b}c");
  }

  @Test
  void prefersSystemPropertiesToVariables() {
    EnvironmentFolder folder = folder().file("e.properties", "a=${A}");

    assertThat(folder.repository("e", Map.of("A", "variable"), Map.of("A", "property")).variables())
        .containsEntry("a", "property");
  }

  @Test
  void isOverriddenByVariablesAndMoreSoByProperties() {
    Environment environment =
        folder()
            .file("e.properties", "changelog=file", "password=file", "x=file")
            .repository(
                "e",
                Map.of(
                    "MIGRATIONS_CHANGELOG", "variable",
                    "Migrations_X", "variable ${A}",
                    "MIGRATIONS_URL", "jdbc:postgresql://h/d",
                    "MIGRATIONS_PASSWORD", "",
                    "MIGRATIONS_", "no key",
                    "A", "a"),
                Map.of("migrations_changelog", "property"));

    assertThat(environment.changelog()).isEqualTo("property");
    assertThat(environment.variables()).containsEntry("x", "variable a").hasSize(2);
    assertThat(environment.connection().password()).isNull();
  }

  @Test
  void saysHowLongMigrationsMayWait() {
    Environment environment =
        folder()
            .file("e.properties", "lock_timeout=2s", "lock_tries=3", "statement_timeout= 1 MIN ")
            .repository("e", Map.of("MIGRATIONS_LOCK_TIMEOUT", "250ms"));

    assertThat(environment.lockTimeout()).contains(Duration.ofMillis(250));
    assertThat(environment.lockTries()).contains(3);
    assertThat(environment.statementTimeout()).contains(Duration.ofMinutes(1));
    assertThat(folder().file("f.properties").repository("f", Map.of()).lockTimeout()).isEmpty();
  }

  @Test
  void leavesItsOwnKeysToScriptsThatUseThemAsVariables() {
    Environment environment =
        folder()
            .file(
                "e.properties",
                "lock_timeout=2s",
                "lock_tries=3",
                "statement_timeout=1min",
                "session_time_zone=Europe/Paris",
                "time_zone=GMT+2")
            .repository("e", Map.of());

    assertThat(environment.variables())
        .containsOnly(
            Map.entry("changelog", "CHANGELOG"),
            Map.entry("lock_timeout", "2s"),
            Map.entry("lock_tries", "3"),
            Map.entry("statement_timeout", "1min"),
            Map.entry("session_time_zone", "Europe/Paris"));
  }

  @Test
  void namesTheZoneOfSessions() {
    Environment environment =
        folder()
            .file("e.properties", "session_time_zone= Europe/Paris ", "time_zone=GMT+2")
            .file("f.properties", "session_time_zone=", "time_zone=GMT+2", "statement_timeout= 0 ")
            .repository("e", Map.of());
    Environment silent = folder().repository("f", Map.of());

    assertThat(environment.sessionTimeZone()).isEqualTo("Europe/Paris");
    assertThat(silent.sessionTimeZone()).isEqualTo("UTC");
    assertThat(silent.statementTimeout()).contains(Duration.ZERO);
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "0s", "-1s", "5 sec", "1.5s", "999999999h", "for ever"})
  void saysWhatATimeLooksLike(String text) {
    Environment environment =
        folder().file("e.properties", "lock_timeout=" + text).repository("e", Map.of());

    assertThatThrownBy(environment::lockTimeout)
        .hasMessage(
            path.resolve("e.properties")
                + ": lock_timeout is no time above zero with its unit. Write 5s, 500ms or 2min, for example.");
  }

  @Test
  void mayAskForTheEmbeddedServerWhichOnlyAUrlOfTheCallerReplaces() {
    EnvironmentFolder folder = folder().file("e.properties", "embedded=true");

    assertThat(folder.repository("e", Map.of("NOF1_DB_HOST", "h")).embedded()).isTrue();
    assertThat(folder.repository("e", Map.of("MIGRATIONS_URL", "jdbc:postgresql:d")).embedded())
        .isFalse();
    assertThat(folder.repository("e", Map.of()).warnings()).isEmpty();
    // To the stock tool the key is a variable.
    assertThat(folder.repository("e", Map.of()).variables()).containsEntry("embedded", "true");
  }

  @Test
  void isWarnedOfWhereItHasAUrlBesideTheEmbeddedServer() {
    EnvironmentFolder folder =
        folder().file("e.properties", "embedded=true", "url=jdbc:postgresql://h/d");

    assertThat(folder.repository("e", Map.of()).warnings())
        .containsExactly(
            "%s has both embedded=true and url: the embedded server is used, not that URL. Remove one of the two."
                .formatted(folder.path().resolve("e.properties")));
    assertThat(folder.repository("e", Map.of("MIGRATIONS_URL", "jdbc:postgresql:d")).warnings())
        .isEmpty();
  }

  private EnvironmentFolder folder() {
    return new EnvironmentFolder(path);
  }
}
