package dev.nof1.schema.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.sql.Delimiter;
import dev.nof1.schema.sql.SqlReader;
import dev.nof1.schema.sql.SqlStatement;
import java.io.IOException;
import java.io.StringReader;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands between {@code CREATE INDEX} and its columns. */
class IndexBuildTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CREATE INDEX i ON t (a)|false|i|t",
        "create unique index concurrently if not exists \"A \"\"b\" on only s.t (a)|true|\"A \"\"b\"|s.t",
        "CREATE INDEX -- why\\n  CONCURRENTLY /* x */ i ON s . \"T\" USING btree (a)|false|i|s . \"T\"",
        "CREATE INDEX ON t (a)|false||t",
        "CREATE INDEX once ON t (a)|false|once|t",
      })
  void isReadFromTheStatement(String sql, boolean ifNotExists, String name, String table) {
    assertThat(Optional.ofNullable(IndexBuild.of(statement(sql.replace("\\n", "\n")))))
        .contains(new IndexBuild(ifNotExists, name, table));
  }

  private static SqlStatement statement(String sql) {
    try (SqlReader reader = new SqlReader(new StringReader(sql), Delimiter.SEMICOLON, 1)) {
      return Objects.requireNonNull(reader.next());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
