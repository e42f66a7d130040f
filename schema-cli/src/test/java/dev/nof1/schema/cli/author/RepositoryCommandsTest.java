package dev.nof1.schema.cli.author;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.cli.fixture.Cli;
import dev.nof1.schema.cli.fixture.ForeignRepository;
import dev.nof1.schema.cli.fixture.NastyRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that make a repository and what is in it. */
class RepositoryCommandsTest {
  @TempDir private Path folder;

  @Test
  void initMakesARepositoryThatCanBeUsedAtOnce() throws IOException {
    Cli.Result init = Cli.in(folder).run("init", "mine", "--idpattern=000");

    assertThat(init.code()).as(init.err()).isZero();
    Path mine = folder.resolve("mine");
    assertThat(init.out())
        .isEqualTo(
            """
            %1$s/README.md
            %1$s/environments/development.properties
            %1$s/scripts/bootstrap.sql
            %1$s/scripts/001_create_changelog.sql
            """
                .formatted(mine));
    assertThat(init.err())
        .isEqualTo(
            "Next: 'cd mine', then 'schema-cli new \"what it does\"' and 'schema-cli up', on an embedded server until %s/environments/development.properties names another.\n"
                .formatted(mine));
    assertThat(mine.resolve("drivers")).isEmptyDirectory();
    assertThat(mine.resolve("hooks")).isEmptyDirectory();

    Cli cli = connected();
    assertThat(cli.run("--path=mine", "new", "add", "a", "thing", "--idpattern=000").out())
        .isEqualTo(mine + "/scripts/002_add_a_thing.sql\n");
    assertThat(cli.run("--path=mine", "bootstrap").out()).isEqualTo("Ran bootstrap.sql.\n");
    assertThat(cli.run("--path=mine", "up").out()).endsWith(" is at 2 (add a thing), head.\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--maven"})
  void initGivesAnEnvironmentThatRunsAtOnce(String layout) throws IOException {
    assertThat(Cli.in(folder).run(("init shop " + layout).strip().split(" ")).code()).isZero();
    Cli shop = Cli.in(folder.resolve("shop"));
    for (String question :
        new String[] {
          "status --exit-code",
          "current",
          "history",
          "script pending",
          "up --dry-run --sql",
          "verify",
          "check",
          "repair",
          "wait",
          "drop-db --yes",
          "snapshot"
        }) {
      shop.run(question.split(" "));
      assertThat(folder.resolve("shop/.nof1")).as(question).doesNotExist();
    }
    assertThat(shop.run("status").out())
        .startsWith("Environment development: embedded PostgreSQL, not created yet\n")
        .endsWith("development is at base, 1 pending.\n");

    assertThat(shop.run("new", "orders").code()).isZero();
    Cli.Result up = shop.runWhole("up");

    assertThat(up.code()).as(up.err()).isZero();
    assertThat(up.err())
        .startsWith(
            "Repository %1$s, environment development: embedded PostgreSQL, data in %1$s/.nof1/postgres.\n"
                .formatted(folder.resolve("shop")));
    assertThat(up.out()).endsWith(" (orders), head.\n");
    assertThat(folder.resolve("shop/.nof1/.gitignore")).hasContent("*");
    assertThat(shop.run("status", "--env=development").out()).contains("PostgreSQL 18.");
  }

  @Test
  void initMakesARepositoryOfAMavenProject() throws IOException {
    Files.writeString(folder.resolve("pom.xml"), "<project/>");

    Cli.Result init = Cli.in(folder).run("init", "--maven", "--idpattern=000");

    assertThat(init.out())
        .isEqualTo(
            """
            %1$s/env/development.properties
            %1$s/src/main/resources/db/migrations/bootstrap.sql
            %1$s/src/main/resources/db/migrations/001_create_changelog.sql
            """
                .formatted(folder));
    assertThat(Cli.in(folder).run("init", "--maven").err())
        .startsWith(
            "schema-cli: %s is not empty ("
                .formatted(folder.resolve("src/main/resources/db/migrations")));
    // The same place as for the command that proves the migrations.
    Files.writeString(folder.resolve("src/main/resources/db/schema.sql"), "SELECT broken;");
    assertThat(Cli.in(folder).run("test").out()).contains("schema.sql");
    assertThat(Cli.in(folder).run("init", "nof1:").code()).isEqualTo(2);
  }

  private Cli connected() {
    ForeignRepository database = ForeignRepository.create(folder.resolve("other"));
    return Cli.in(folder)
        .with("MIGRATIONS_URL", ForeignRepository.server().jdbcUrl(database.database()))
        .with("MIGRATIONS_USERNAME", "postgres")
        .with("MIGRATIONS_PASSWORD", ForeignRepository.server().password());
  }

  @Test
  void initNumbersByTheTimeAndTakesTheFoldersThatAreNamed() throws IOException {
    Cli.Result init =
        Cli.in(folder).run("init", "--path=p", "--env=test", "--scriptpath=s", "--envpath=e");

    assertThat(init.code()).as(init.err()).isZero();
    assertThat(folder.resolve("e/test.properties")).exists();
    try (Stream<Path> scripts = Files.list(folder.resolve("s"))) {
      assertThat(scripts.map(f -> f.getFileName().toString()))
          .anyMatch(name -> name.matches("\\d{14}_create_changelog\\.sql"));
    }
  }

  @Test
  void initOverwritesNothing() throws IOException {
    Files.createDirectory(folder.resolve(".git"));
    Files.writeString(folder.resolve("notes.txt"), "mine");

    Cli.Result init = Cli.in(folder).run("init");

    assertThat(init.code()).isEqualTo(1);
    assertThat(init.err())
        .isEqualTo(
            "schema-cli: %s is not empty (notes.txt). Nothing was created. Name a folder that is empty or not there yet.\n"
                .formatted(folder));
    Files.delete(folder.resolve("notes.txt"));
    Path elsewhere = Files.createDirectory(folder.resolve(".e"));
    Files.writeString(elsewhere.resolve("development.properties"), "url=x");
    assertThat(Cli.in(folder).run("init", "--envpath=.e").code()).isEqualTo(1);
    assertThat(elsewhere.resolve("development.properties")).hasContent("url=x");
    assertThat(folder.resolve("scripts")).doesNotExist();

    assertThat(Cli.in(folder).run("init").code()).isZero();
    assertThat(Cli.in(folder).run("init").code()).isEqualTo(1);
    assertThat(Cli.in(folder).run("init", "a", "--path=b").code()).isEqualTo(2);
  }

  @Test
  void bootstrapRunsBeforeTheFirstMigrationOnly() {
    ForeignRepository repository = ForeignRepository.create(folder);
    repository.write(
        "scripts/bootstrap.sql",
        "SET search_path = public;\nCREATE TABLE ${old} (id int);\nDO $$ BEGIN RAISE NOTICE 'hello'; END $$");
    repository.write(
        "environments/development.properties",
        repository.read("environments/development.properties") + "old=old_one\n");

    Cli.Result ran = run("bootstrap");
    assertThat(ran).isEqualTo(new Cli.Result(0, "Ran bootstrap.sql.\n", "NOTICE: hello\n"));
    assertThat(NastyRepository.leftIn(repository.database()))
        .containsExactly("column old_one r id integerfalse");

    run("up");
    repository.sql("DROP TABLE old_one");
    assertThat(run("bootstrap"))
        .isEqualTo(
            new Cli.Result(
                0,
                "Not run: there is a changelog already, so the time of bootstrap.sql is over. '--force' runs it nevertheless.\n",
                ""));
    assertThat(run("bootstrap", "--force").out()).isEqualTo("Ran bootstrap.sql.\n");
    assertThat(run("status").out()).doesNotContain("bootstrap");
  }

  @Test
  void aBootstrapScriptThatFailsIsRolledBack() {
    ForeignRepository repository = ForeignRepository.create(folder);
    repository.write("scripts/bootstrap.sql", "CREATE TABLE old (id int);\nSELECT 1/0;\n");

    Cli.Result failed = run("bootstrap");

    assertThat(failed.code()).isEqualTo(1);
    assertThat(failed.err())
        .isEqualTo(
            """
            schema-cli: The bootstrap script failed at %s/scripts/bootstrap.sql:2:1: division by zero [22012]
                SELECT 1/0;
                ^
            It was rolled back; the database is as it was, at base. Fix the script and run this again.
            """
                .formatted(folder));
    assertThat(NastyRepository.leftIn(repository.database())).isEmpty();
    repository.write("scripts/bootstrap.sql", "COMMIT;\n");
    assertThat(run("bootstrap").err()).contains("COMMIT is not for a script");
  }

  @Test
  void bootstrapWithoutAScriptSaysSo() {
    ForeignRepository.create(folder);

    Cli.Result none = run("bootstrap");

    assertThat(none.code()).isEqualTo(1);
    assertThat(none.err())
        .isEqualTo(
            "schema-cli: There is no bootstrap.sql among the scripts. Nothing was run. Write one (what was there before the first migration), or go on with 'up'.\n");
  }

  @Test
  void newFillsATemplateIn() throws IOException {
    ForeignRepository repository = ForeignRepository.create(folder);
    repository.write("my.sql", "-- ${description} \\${description} ${else}\n");

    String made = run("new", "a", "b", "--template=my.sql", "--idpattern=0000").out().strip();

    assertThat(made).isEqualTo(folder + "/scripts/0004_a_b.sql");
    assertThat(Path.of(made)).hasContent("-- a b ${description} ${else}\n");
    Cli.Result none = run("new", "x", "--template=none.sql");
    assertThat(none.code()).isEqualTo(1);
    assertThat(none.err())
        .isEqualTo(
            "schema-cli: The template %s/none.sql cannot be read: there is no such file or folder. Nothing was created. Check --template, or new_command.template in migration.properties.\n"
                .formatted(folder));
  }

  @Test
  void newTakesPatternAndTemplateOfTheHome() throws IOException {
    ForeignRepository repository = ForeignRepository.create(folder);
    repository
        .write("home/migration.properties", "idpattern=00000\nnew_command.template=t/my.sql\n")
        .write("home/t/my.sql", "-- home: ${description}\n");
    Cli cli = Cli.in(folder).with("MIGRATIONS_HOME", folder.resolve("home").toString());

    String made = cli.run("--path=" + folder, "new", "thing").out().strip();

    assertThat(made).isEqualTo(folder + "/scripts/00004_thing.sql");
    assertThat(Path.of(made)).hasContent("-- home: thing\n");
    assertThat(cli.run("--path=" + folder, "new", "other", "--idpattern=0").out())
        .isEqualTo(folder + "/scripts/5_other.sql\n");
    Files.delete(folder.resolve("home/migration.properties"));
    assertThat(cli.run("--path=" + folder, "new", "third").out())
        .containsPattern("/\\d{14}_third\\.sql");
  }

  @ParameterizedTest
  @ValueSource(strings = {"v0", "#,##0", "0.0", "'", "000.000", "%"})
  void newRefusesAPatternThatGivesNoId(String pattern) throws IOException {
    ForeignRepository.create(folder).write("scripts/1234_big.sql", "SELECT 1;\n");

    Cli.Result result = run("new", "x", "--idpattern=" + pattern);

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err())
        .startsWith("schema-cli: The id pattern '%s' ".formatted(pattern))
        .contains("Nothing was created.");
  }

  @Test
  void initSaysThatAFileIsNoFolder() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");

    assertThat(Cli.in(folder).run("init", "file").err())
        .isEqualTo(
            "schema-cli: The repository %s cannot be made: it is not a folder. What was created before that is still there.\n"
                .formatted(file));
  }

  @Test
  void scriptsThatAreMadeAtOnceGetIdsOfTheirOwn() throws Exception {
    ForeignRepository.create(folder);
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      for (String pattern : new String[] {"--idpattern=000", "--verbose"}) {
        List<Callable<Cli.Result>> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          String word = "w" + i + pattern.length();
          calls.add(() -> run("new", word, pattern));
        }
        for (Future<Cli.Result> call : pool.invokeAll(calls)) {
          assertThat(call.get().code()).as(call.get().err()).isZero();
        }
      }
    } finally {
      pool.shutdownNow();
    }
    try (Stream<Path> files = Files.list(folder.resolve("scripts"))) {
      List<String> names = files.map(file -> file.getFileName().toString()).toList();
      assertThat(names).hasSize(19).allMatch(name -> name.endsWith(".sql"));
      assertThat(names.stream().map(name -> name.substring(0, name.indexOf('_'))).distinct())
          .hasSize(19);
    }
  }

  @Test
  void newIsNumberedInTheTimeZoneOfTheEnvironment() throws IOException {
    ForeignRepository repository = ForeignRepository.create(folder);
    repository.write(
        "environments/far.properties",
        repository.read("environments/development.properties") + "time_zone=GMT+14:00\n");

    String here = Path.of(run("new", "a").out().strip()).getFileName().toString();
    String there = Path.of(run("new", "b", "--env=far").out().strip()).getFileName().toString();

    assertThat(there.substring(0, 10)).isGreaterThan(here.substring(0, 10));
  }

  @Test
  void infoNeedsNothingAndTellsVersions() {
    Cli.Result info = Cli.in(folder).run("info");

    assertThat(info.code()).isZero();
    assertThat(info.out())
        .startsWith("schema-cli     ")
        .contains("\nmybatis        3.5.0\n")
        .contains("\njava           " + System.getProperty("java.version") + "\n");
    assertThat(Cli.in(folder).run("info", "--format=json").out())
        .contains("\"mybatis\": \"3.5.0\"");
  }

  private Cli.Result run(String... args) {
    return Cli.in(folder)
        .run(Stream.concat(Stream.of("--path=" + folder), Stream.of(args)).toArray(String[]::new));
  }
}
