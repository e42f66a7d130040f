package dev.nof1.schema.cli.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.cli.SchemaCli;
import dev.nof1.schema.cli.fixture.Secrets;
import dev.nof1.schema.cli.io.Invocation;
import dev.nof1.schema.environment.Surroundings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The pages about coming from another tool, as a reader would follow them: a block with a file's
 * name is that file, a block of SQL for the database is run there, and a block of a console must
 * print what the page says.
 */
class ImportPagesTest {
  private static final Pattern BLOCK =
      Pattern.compile("(?ms)^```(?:sql|properties) (\\S+)\\n(.*?)^```$|^```console\\n(.*?)^```$");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"flyway", "liquibase", "dbmate", "alembic"})
  void printsWhatThePageSays(String tool) throws IOException {
    Path page = Path.of("../docs/from-" + tool + ".md");
    ImportFixture files = ImportFixture.in(folder);
    String text = Files.readString(page);
    StringBuilder run = new StringBuilder();
    Matcher block = BLOCK.matcher(text);
    int at = 0;
    while (block.find()) {
      run.append(text, at, block.start());
      at = block.end();
      if (block.group(3) != null) {
        run.append("```console\n").append(console(files, block.group(3))).append("```");
        continue;
      }
      run.append(block.group());
      if (block.group(1).equals("database")) {
        nameTheDatabase(files);
        files.live().sql(block.group(2));
      } else {
        files.write(block.group(1), block.group(2));
      }
    }
    run.append(text.substring(at));
    if (Boolean.getBoolean("nof1.docs.write")) {
      Files.writeString(page, run);
    }
    assertThat(run).hasToString(text);
    assertThat(files.run("status", "--path=migrations").out()).endsWith(", head.\n");
  }

  /** Edits the environment that the import has made, as each page asks its reader to. */
  private void nameTheDatabase(ImportFixture files) throws IOException {
    Path environment = folder.resolve("migrations/environments/development.properties");
    String text = Files.readString(environment);
    if (text.contains("\nembedded=true\n")) {
      Files.writeString(
          environment, text.replace("\nembedded=true\n", "\n") + files.live().environment());
    }
  }

  /** Runs each line that begins with a prompt. */
  private String console(ImportFixture files, String block) {
    StringBuilder console = new StringBuilder();
    for (String line : block.split("\n", -1)) {
      if (line.startsWith("$ schema-cli ")) {
        StringWriter output = new StringWriter();
        PrintWriter both = new PrintWriter(output);
        Invocation invocation =
            new Invocation(new Surroundings(Map.of(), Map.of()), folder, Optional.empty());
        String[] words = line.split(" ", -1);
        SchemaCli.run(both, both, invocation, Arrays.copyOfRange(words, 2, words.length));
        Secrets.assertNoneIn(output.toString());
        console.append(line).append('\n').append(asOnThePage(files, output.toString()));
      }
    }
    return console.toString();
  }

  private String asOnThePage(ImportFixture files, String output) {
    return output
        .replaceAll("jdbc:postgresql://[^\\s,;]*", "jdbc:postgresql://db.example.com/shop")
        .replace(files.live().database(), "shop")
        .replace(folder + "/", "")
        .replaceAll("(?m)^preparing .*\n", "")
        .replaceAll("  [0-9]+ ms", "  4 ms");
  }
}
