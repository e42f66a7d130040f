package dev.nof1.schema.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.nof1.schema.error.ConfigurationException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How this project's own files take their values from the environment and {@code .env}. */
class ProjectEnvironmentTest {

  private static final String URL =
      "url=jdbc:postgresql://${NOF1_DB_HOST:-localhost}:${NOF1_DB_PORT:-5432}/${NOF1_DB_NAME:-db}";

  @TempDir Path path;

  @Test
  void prefersPropertyThenVariableThenDotEnvThenDefault() {
    EnvironmentFolder folder = folder().file("e.properties", "a=${A:-default}");

    assertThat(folder.project("e", Map.of()).variables()).containsEntry("a", "default");

    folder.file(".env", "A=file");
    assertThat(folder.project("e", Map.of()).variables()).containsEntry("a", "file");
    assertThat(folder.project("e", Map.of("A", "variable")).variables())
        .containsEntry("a", "variable");
    assertThat(folder.project("e", Map.of("A", "variable"), Map.of("A", "property")).variables())
        .containsEntry("a", "property");
  }

  @Test
  void takesAnEmptyVariableForUnset() {
    EnvironmentFolder folder =
        folder().file("e.properties", "a=${A:-default}", "b=${B:-}").file(".env", "A=file", "B=");

    assertThat(folder.project("e", Map.of("A", "")).variables())
        .containsEntry("a", "file")
        .containsEntry("b", "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a'b\"c",
        "#1 # 2",
        "$x ${NOF1_DB_HOST}",
        " both ends ",
        "a=b",
        "C:\\d\\",
        "pä€😀",
        "%41?&/@"
      })
  void passesAnyPasswordAsItIs(String password) {
    String quoted =
        '"' + password.replace("\\", "\\\\").replace("\"", "\\\"").replace("$", "\\$") + '"';
    EnvironmentFolder folder =
        folder()
            .file("e.properties", URL, "password=${NOF1_DB_PASSWORD:-}")
            .file(".env", "NOF1_DB_PASSWORD=" + quoted);

    assertThat(folder.project("e", Map.of()).connection().password()).isEqualTo(password);
    assertThat(folder.project("e", Map.of("MIGRATIONS_PASSWORD", password)).connection().password())
        .isEqualTo(password);
  }

  @Test
  void namesAllVariablesThatAreMissingAtOnce() {
    Environment environment =
        folder()
            .file(
                "production.properties",
                "url=jdbc:postgresql://${NOF1_DB_HOST}:${NOF1_DB_PORT}/${NOF1_DB_NAME}",
                "username=${NOF1_DB_USER}",
                "password=${NOF1_DB_PASSWORD}")
            .project("production", Map.of("NOF1_DB_HOST", "h", "NOF1_DB_PASSWORD", ""));

    assertThatThrownBy(environment::connection)
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "%s needs variables that are not set:"
                + " NOF1_DB_PORT, NOF1_DB_NAME, NOF1_DB_USER, NOF1_DB_PASSWORD."
                + " Set each in the environment or in %s; an empty one counts as not set.",
            path.resolve("production.properties"), path.resolve(".env"));
  }

  @Test
  void needsNoPasswordWhereNoDatabaseIsNeeded() {
    Environment environment =
        folder().file("e.properties", "url=${X}", "password=${Y}").project("e", Map.of());

    assertThat(environment.variables()).containsOnly(entry("changelog", "CHANGELOG"));
  }

  @Test
  void needsTheVariablesOfScriptsAtOnce() {
    EnvironmentFolder folder = folder().file("e.properties", "tablespace=${TABLESPACE}");

    assertThatThrownBy(() -> folder.project("e", Map.of()))
        .hasMessageStartingWith(
            path.resolve("e.properties") + " needs variables that are not set: TABLESPACE.");
  }

  @Test
  void overridesAnyKey() {
    EnvironmentFolder folder =
        folder().file("e.properties", URL).file(".env", "MIGRATIONS_CHANGELOG=from_file");
    Map<String, String> variable = Map.of("MIGRATIONS_CHANGELOG", "variable");
    Map<String, String> property = Map.of("migrations_changelog", "property");

    assertThat(folder.project("e", Map.of()).changelog()).isEqualTo("from_file");
    assertThat(folder.project("e", Map.of("MIGRATIONS_CHANGELOG", "")).changelog())
        .isEqualTo("from_file");
    assertThat(folder.project("e", variable).changelog()).isEqualTo("variable");
    assertThat(folder.project("e", variable, property).changelog()).isEqualTo("property");
  }

  @Test
  void usesTheEmbeddedServerUnlessAnotherIsNamed() {
    EnvironmentFolder folder = folder().file("e.properties", URL, "embedded=true");

    assertThat(folder.project("e", Map.of("NOF1_DB_PORT", "1")).embedded()).isTrue();
    assertThat(folder.project("e", Map.of("NOF1_DB_HOST", "")).embedded()).isTrue();
    assertThat(folder.project("e", Map.of("NOF1_DB_HOST", "h")).embedded()).isFalse();
    assertThat(folder.project("e", Map.of("MIGRATIONS_URL", "jdbc:postgresql:d")).embedded())
        .isFalse();
    assertThat(folder.project("e", Map.of("MIGRATIONS_EMBEDDED", "false")).embedded()).isFalse();
    assertThat(folder.project("e", Map.of()).variables()).doesNotContainKey("embedded");
    assertThat(folder.file(".env", "NOF1_DB_HOST=h").project("e", Map.of()).embedded()).isFalse();
  }

  @Test
  void keepsAnOddDatabaseNameANameInTheUrl() {
    assertThat(urlFor("NOF1_DB_NAME", "a?user=b&c/d e+ü"))
        .isEqualTo("jdbc:postgresql://localhost:5432/a%3Fuser%3Db%26c%2Fd%20e%2B%C3%BC");
  }

  @ParameterizedTest
  @ValueSource(strings = {"db", "db-1.example.org", "db_1", "10.0.0.1", "[::1]"})
  void takesAHost(String host) {
    assertThat(urlFor("NOF1_DB_HOST", host))
        .isEqualTo("jdbc:postgresql://%s:5432/db".formatted(host));
  }

  @Test
  void putsAnIpv6AddressInBrackets() {
    assertThat(urlFor("NOF1_DB_HOST", "fe80::1")).isEqualTo("jdbc:postgresql://[fe80::1]:5432/db");
  }

  @ParameterizedTest
  @ValueSource(strings = {"h/d?x=", "h,evil", "u@h", "h:1", " h", "-h", "[h]", "ho\nst", "s3cret!"})
  void refusesWhatIsNoHost(String host) {
    assertThatThrownBy(() -> urlFor("NOF1_DB_HOST", host))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "NOF1_DB_HOST, which %s uses, is not a host name or an IP address:"
                + " it may contain letters, digits, dots, hyphens and underscores.",
            path.resolve("e.properties"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "65536", "abc", "5432/x", "-1", " 1", "123456", "٥"})
  void refusesWhatIsNoPort(String port) {
    assertThatThrownBy(() -> urlFor("NOF1_DB_PORT", port))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "NOF1_DB_PORT, which %s uses, is not a port: it must be a number from 1 to 65535.",
            path.resolve("e.properties"));
  }

  private String urlFor(String variable, String value) {
    return folder()
        .file("e.properties", URL)
        .project("e", Map.of(variable, value))
        .connection()
        .url();
  }

  private EnvironmentFolder folder() {
    return new EnvironmentFolder(path);
  }
}
