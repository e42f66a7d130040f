package dev.nof1.schema.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The files in {@code env/}, as they are. */
class ShippedEnvironmentsTest {

  private static final Path FOLDER = Path.of("../env");
  private static final Map<String, String> ALL =
      Map.of(
          "NOF1_DB_HOST", "db",
          "NOF1_DB_PORT", "6543",
          "NOF1_DB_NAME", "archive",
          "NOF1_DB_USER", "u",
          "NOF1_DB_PASSWORD", "p");

  @Test
  void developmentNeedsNothing() {
    Environment development = read("development", Map.of());

    assertThat(development.embedded()).isTrue();
    assertThat(development.scriptOptions().sendFullScript()).isTrue();
    assertThat(development.variables()).containsOnly(entry("changelog", "CHANGELOG"));
    assertThat(development.connection())
        .isEqualTo(
            new ConnectionSettings(
                "jdbc:postgresql://localhost:5432/nof1_tracker", "nof1_user", null));
  }

  @Test
  void productionNeedsEverything() {
    Environment production = read("production", ALL);

    assertThat(production.embedded()).isFalse();
    assertThat(production.connection())
        .isEqualTo(new ConnectionSettings("jdbc:postgresql://db:6543/archive", "u", "p"));
    for (String one : ALL.keySet()) {
      Map<String, String> others = new HashMap<>(ALL);
      others.remove(one);
      assertThatThrownBy(() -> read("production", others).connection())
          .hasMessageContaining(
              "production.properties needs variables that are not set: " + one + ".");
    }
  }

  @Test
  void theExampleSetsNothingAndNamesEveryVariable() throws IOException {
    Path example = FOLDER.resolve(".env.example");

    assertThat(DotEnv.read(example)).isEmpty();
    assertThat(Files.readString(example)).contains(ALL.keySet());
  }

  private static Environment read(String name, Map<String, String> variables) {
    return Environment.ofProject(
        FOLDER, name, Path.of("no such .env"), new Surroundings(variables, Map.of()));
  }
}
