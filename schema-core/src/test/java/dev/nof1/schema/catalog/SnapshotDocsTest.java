package dev.nof1.schema.catalog;

import static dev.nof1.schema.fixture.TestServer.execute;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.Migrations;
import dev.nof1.schema.fixture.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** What docs/snapshot.md shows is what there is to see. */
class SnapshotDocsTest {
  private static final Pattern OUTPUT = Pattern.compile("\n\n```\n(.*?)```\n", Pattern.DOTALL);

  private final DataSource database = TestServer.emptyDatabase();

  @Test
  void showsRealOutput() throws IOException, SQLException {
    Migrations.of(database).up();
    execute(
        database,
        "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS E'BEGIN\\n\\n  RETURN 1;\\nEND'",
        "CREATE SUBSCRIPTION replica CONNECTION 'dbname=nowhere' PUBLICATION p WITH (connect = false, slot_name = NONE, streaming = off)");
    SchemaSnapshot before = read();
    execute(
        database,
        "DROP INDEX ix_trades_symbol",
        "ALTER TABLE trades ALTER COLUMN leverage SET DEFAULT 2, ALTER COLUMN side TYPE text",
        "DROP TYPE trade_side",
        "CREATE TYPE trade_side AS ENUM ('sell', 'buy')",
        "ALTER TABLE trades ALTER COLUMN side TYPE trade_side USING side::trade_side");
    List<Difference> differences = before.compare(read());
    List<String> paragraphs = List.of((before.text() + "\n").split("(?<=\n)\n"));

    execute(database, "DROP SUBSCRIPTION replica");
    List<String> outputs = outputs();

    assertThat(outputs).hasSize(4);
    assertThat(outputs.get(0)).isEqualTo(Difference.text(differences));
    for (String output : outputs.subList(1, 4)) {
      assertThat(paragraphs).containsSubsequence((output + "\n").split("(?<=\n)\n"));
    }
  }

  private static List<String> outputs() throws IOException {
    List<String> outputs = new ArrayList<>();
    String page = Files.readString(Path.of("../docs/snapshot.md"));
    for (Matcher output = OUTPUT.matcher(page); output.find(); ) {
      outputs.add(output.group(1));
    }
    return outputs;
  }

  private SchemaSnapshot read() throws SQLException {
    try (Connection connection = database.getConnection()) {
      return SchemaSnapshot.read(connection);
    }
  }
}
