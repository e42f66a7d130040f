package dev.nof1.schema.cli.imports.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnTableTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "flyway_schema_history, flyway_schema_history",
        "\"flyway_schema_history\", flyway_schema_history",
        "app.versions, versions",
        "\"app\".\"Versions\", \"Versions\"",
        "\"a.b\", \"a.b\""
      })
  void namesATableAsAComparisonDoes(String name, String plain) {
    assertThat(OwnTable.plain(name)).isEqualTo(plain);
  }
}
