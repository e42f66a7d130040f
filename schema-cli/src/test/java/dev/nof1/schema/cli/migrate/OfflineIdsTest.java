package dev.nof1.schema.cli.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.cli.fixture.Cli;
import dev.nof1.schema.cli.fixture.ForeignRepository;
import dev.nof1.schema.cli.fixture.Psql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids that the changelog would round, in what {@code script} and {@code export} write. */
class OfflineIdsTest {
  @TempDir private Path folder;
  private ForeignRepository repository;
  private Path sql;

  @BeforeEach
  void createRepository() throws IOException {
    repository = ForeignRepository.create(Files.createDirectory(folder.resolve("repository")));
    sql = folder.resolve("out.sql");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-- //@NO_TRANSACTION\n"})
  void psqlStopsBeforeItRecordsAnother(String directive) {
    repository.write("scripts/2.5_x.sql", directive + "CREATE TABLE x (id int);\n");
    for (String command :
        new String[] {"script base 2.5", "script base head", "export docker-init"}) {
      write(command.split(" "));
      repository.sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public");

      Psql.Result result = Psql.tryToRun(repository.database(), sql);

      assertThat(result.code()).as(command).isEqualTo(3);
      assertThat(result.output())
          .contains(
              "The changelog keeps the id 2.5 as 3, because of the type of its column ID. Use a whole number as id, or give the column decimals.");
      assertThat(repository.query("SELECT max(id) FROM changelog")).containsExactly("2");
      assertThat(repository.query("SELECT to_regclass('x')")).containsExactly((String) null);
    }
  }

  @Test
  void areFineWhereTheColumnHasDecimals() {
    repository.write("scripts/2.5_x.sql", "-- //@NO_TRANSACTION\nCREATE TABLE x (id int);\n");
    repository.write(
        "scripts/1_create_changelog.sql",
        repository.read("scripts/1_create_changelog.sql").replace("(20,0)", "(20,1)"));
    write("script", "base", "head");

    Psql.run(repository.database(), sql);

    assertThat(repository.query("SELECT id FROM changelog ORDER BY id"))
        .containsExactly("1.0", "2.0", "2.5", "3.0");
    assertThat(run("up").out()).startsWith("Nothing to do: ");
  }

  private void write(String... command) {
    String[] line = java.util.Arrays.copyOf(command, command.length + 2);
    line[command.length] = "-o" + sql;
    line[command.length + 1] = "--force";
    assertThat(run(line).code()).isZero();
  }

  private Cli.Result run(String... args) {
    String[] line = new String[args.length + 1];
    line[0] = "--path=" + repository.path();
    System.arraycopy(args, 0, line, 1, args.length);
    return Cli.in(repository.path()).run(line);
  }
}
