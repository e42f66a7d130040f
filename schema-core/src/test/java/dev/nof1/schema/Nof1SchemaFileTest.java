package dev.nof1.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.catalog.ComparisonOptions;
import dev.nof1.schema.catalog.Difference;
import dev.nof1.schema.catalog.SnapshotOptions;
import dev.nof1.schema.repository.MigrationSource;
import dev.nof1.schema.repository.ScriptSettings;
import dev.nof1.schema.scratch.SchemaCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code schema.sql} and the migrations declare one and the same schema. */
class Nof1SchemaFileTest {
  private static final Path FILE = Path.of("src/main/resources/nof1/schema.sql");

  @TempDir private Path folder;

  @Test
  void theFileIsWhatTheMigrationsGive() {
    List<Difference> differences = check(FILE);

    assertThat(differences)
        .as(
            "%s is not what the migrations give at head; write there what the newest one changes (added: a migration makes it, the file lacks it):\n%s",
            FILE, Difference.text(differences))
        .isEmpty();
  }

  @Test
  void namesTheObjectThatOneOfThemLacks() throws IOException {
    String text = Files.readString(FILE);

    assertThat(check(without(text, "CREATE INDEX ix_trades_symbol ON trades (symbol);")))
        .extracting(Difference::toString)
        .containsExactly("added index public.ix_trades_symbol");
    assertThat(check(without(text, "leverage    integer DEFAULT 1,")))
        .extracting(Difference::toString)
        .contains("added column public.trades.leverage");
  }

  private Path without(String text, String line) throws IOException {
    assertThat(text).contains(line);
    return Files.writeString(folder.resolve("schema.sql"), text.replace(line, ""));
  }

  private static List<Difference> check(Path file) {
    return SchemaCheck.of(
            MigrationSource.nof1(), ScriptSettings.DEFAULT, Migrations.DEFAULT_CHANGELOG)
        .comparing(
            SnapshotOptions.defaults().withOwners(true),
            ComparisonOptions.defaults().withColumnOrder(true))
        .target(file)
        .differences();
  }
}
