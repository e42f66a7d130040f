package dev.nof1.schema.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.nof1.schema.error.ConfigurationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What holds for environments of either kind. */
class EnvironmentTest {

  @TempDir Path path;

  @Test
  void hasTheDefaultsOfMybatis() {
    Environment environment = folder().file("e.properties").repository("e", Map.of());

    assertThat(environment.name()).isEqualTo("e");
    assertThat(environment.embedded()).isFalse();
    assertThat(environment.timeZone()).isEqualTo(ZoneId.of("GMT"));
    assertThat(environment.changelog()).isEqualTo("CHANGELOG");
    assertThat(environment.driverPath()).isEmpty();
    assertThat(environment.hooks()).isEmpty();
    assertThat(environment.variables()).containsOnly(entry("changelog", "CHANGELOG"));
    assertThat(environment.scriptOptions())
        .isEqualTo(
            new ScriptOptions(StandardCharsets.UTF_8, ";", false, false, false, false, true));
  }

  @Test
  void readsTheSettings() {
    Environment environment =
        folder()
            .file(
                "e.properties",
                "time_zone=GMT+2:00",
                "delimiter=GO",
                "script_char_set=ISO-8859-1",
                "full_line_delimiter=true",
                "send_full_script=TRUE",
                "auto_commit=true",
                "remove_crs=true",
                "ignore_warnings=false",
                "changelog=audit.log",
                "driver=org.postgresql.Driver",
                "driver_path=/drivers")
            .repository("e", Map.of());

    assertThat(environment.timeZone()).isEqualTo(ZoneId.of("GMT+02:00"));
    assertThat(environment.changelog()).isEqualTo("audit.log");
    assertThat(environment.driverPath()).contains("/drivers");
    assertThat(environment.scriptOptions())
        .isEqualTo(
            new ScriptOptions(StandardCharsets.ISO_8859_1, "GO", true, true, true, true, false));
    assertThat(environment.variables()).containsOnly(entry("changelog", "audit.log"));
  }

  @Test
  void takesASettingWithoutAValueForNone() {
    Environment environment =
        folder()
            .file("e.properties", "changelog=", "delimiter=", "driver=", "url=jdbc:postgresql:d")
            .repository("e", Map.of());

    assertThat(environment.changelog()).isEqualTo("CHANGELOG");
    assertThat(environment.variables()).containsOnly(entry("changelog", "CHANGELOG"));
    assertThat(environment.scriptOptions().delimiter()).isEqualTo(";");
    assertThat(environment.connection().url()).isEqualTo("jdbc:postgresql:d");
  }

  @Test
  void keepsSettingsHooksAndSecretsFromTheScripts() {
    Environment environment =
        folder()
            .file(
                "e.properties",
                "url=jdbc:postgresql://h/d",
                "username=u",
                "password=s3cret",
                "hook_before_up=SQL:a.sql",
                "hook_after_new=js:b.js:k=v",
                "hook_before_lunch=no hook",
                "tablespace=fast")
            .repository("e", Map.of());

    assertThat(environment.variables())
        .containsOnly(
            entry("changelog", "CHANGELOG"),
            entry("hook_before_lunch", "no hook"),
            entry("tablespace", "fast"));
    assertThat(environment.hooks())
        .containsOnly(entry("hook_before_up", "SQL:a.sql"), entry("hook_after_new", "js:b.js:k=v"));
  }

  @Test
  void hasNoSecretInItsText() {
    Environment environment =
        folder()
            .file("e.properties", "url=jdbc:postgresql://h/d", "password=s3cret", "token=s3cret")
            .project("e", Map.of());

    assertThat(environment).hasToString("Environment[e, " + path.resolve("e.properties") + "]");
    assertThat(environment.connection())
        .hasToString("ConnectionSettings[jdbc:postgresql://h/d, user null]");
    assertThat(new Surroundings(Map.of("TOKEN", "s3cret"), Map.of()))
        .hasToString("Surroundings[1 variables, 0 properties]");
  }

  @ParameterizedTest
  @CsvSource({
    "prodution, production",
    "prod, production",
    "dev, development",
    "Production, production",
    "stagign, staging"
  })
  void suggestsTheEnvironmentThatWasMeant(String typed, String meant) {
    EnvironmentFolder folder =
        folder()
            .file("production.properties")
            .file("development.properties")
            .file("staging.properties")
            .file("notes.txt");

    assertThatThrownBy(() -> folder.project(typed, Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "There is no environment \"%s\": %s does not exist. Did you mean \"%s\"?"
                + " There are: development, production, staging.",
            typed, path.resolve(typed + ".properties"), meant);
  }

  @Test
  void suggestsNothingFarFetched() {
    EnvironmentFolder folder = folder().file("production.properties");

    assertThatThrownBy(() -> folder.repository("qa", Map.of()))
        .hasMessage(
            "There is no environment \"qa\": %s does not exist. There are: production.",
            path.resolve("qa.properties"));
  }

  @Test
  void saysThatThereAreNoEnvironmentsAtAll() {
    EnvironmentFolder nowhere = new EnvironmentFolder(path.resolve("nowhere"));

    assertThatThrownBy(() -> nowhere.project("development", Map.of()))
        .hasMessage(
            "There is no environment \"development\": %s does not exist,"
                + " nor any other environment.",
            path.resolve("nowhere").resolve("development.properties"));
  }

  @Test
  void readsItsOwnFilesAsUtf8AndOthersAsMybatisDoes() throws IOException {
    byte[] latin1 = "greeting=grüß".getBytes(StandardCharsets.ISO_8859_1);
    folder().file("utf8.properties", "\uFEFFgreeting=grüß");
    Files.write(path.resolve("latin1.properties"), latin1);

    assertThat(folder().project("utf8", Map.of()).variables()).containsEntry("greeting", "grüß");
    assertThat(folder().repository("latin1", Map.of()).variables())
        .containsEntry("greeting", "grüß");
    assertThatThrownBy(() -> folder().project("latin1", Map.of()))
        .hasMessage("%s is not UTF-8.", path.resolve("latin1.properties"));
  }

  @Test
  void refusesAMalformedEscape() {
    EnvironmentFolder folder = folder().file("e.properties", "password=s3cret\\u12");

    assertThatThrownBy(() -> folder.project("e", Map.of()))
        .hasMessage(
            "%s contains a \\u that is not followed by four hexadecimal digits.",
            path.resolve("e.properties"));
  }

  @Test
  void refusesAnUnknownEncodingOfScripts() {
    EnvironmentFolder folder = folder().file("e.properties", "script_char_set=UTF-9");

    assertThatThrownBy(() -> folder.project("e", Map.of()))
        .hasMessage(
            "%s: script_char_set is not an encoding that Java knows. Write UTF-8, for example.",
            path.resolve("e.properties"));
  }

  @Test
  void refusesAnotherDriver() {
    Environment environment =
        folder()
            .file("e.properties", "driver=com.mysql.cj.jdbc.Driver", "url=jdbc:mysql://h/d")
            .repository("e", Map.of());

    assertThatThrownBy(environment::connection)
        .hasMessage(
            "%s asks for the driver com.mysql.cj.jdbc.Driver, but only PostgreSQL's own,"
                + " org.postgresql.Driver, is supported here. Remove driver.",
            path.resolve("e.properties"));
  }

  @Test
  void saysWhereTheDatabaseIsMissingOrWrong() {
    folder().file("none.properties").file("mysql.properties", "url=jdbc:mysql://u:s3cret@h/d");

    assertThatThrownBy(() -> folder().repository("none", Map.of()).connection())
        .hasMessage(
            "%s does not say which database. Give it"
                + " url=jdbc:postgresql://host:port/database, or set MIGRATIONS_URL.",
            path.resolve("none.properties"));
    assertThatThrownBy(() -> folder().repository("mysql", Map.of()).connection())
        .hasMessage(
            "%s: The database URL must start with jdbc:postgresql:; only PostgreSQL is supported.",
            path.resolve("mysql.properties"));
    assertThatThrownBy(
            () -> folder().repository("none", Map.of("MIGRATIONS_URL", "jdbc:x")).connection())
        .hasMessageStartingWith("MIGRATIONS_URL: The database URL must start with");
  }

  private EnvironmentFolder folder() {
    return new EnvironmentFolder(path);
  }
}
