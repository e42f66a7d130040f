package dev.nof1.schema.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.cli.fixture.Cli;
import dev.nof1.schema.cli.fixture.ForeignRepository;
import dev.nof1.schema.cli.fixture.TestJar;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What users of the stock tool type and have, beside scripts. */
class StockHabitsTest {
  @TempDir private Path folder;
  private ForeignRepository repository;

  @BeforeEach
  void createRepository() {
    repository = ForeignRepository.create(folder);
  }

  private static String[] expand(String... args) {
    return Abbreviations.command(AllCommands.line(), args);
  }

  @ParameterizedTest
  @CsvSource({
    "i,info",
    "in,info",
    "ini,init",
    "b,bootstrap",
    "n,new",
    "u,up",
    "UP,up",
    "d,down",
    "p,pending",
    "s,script",
    "S,script",
    "st,status",
    "sta,status",
    "Stat,status",
    "v,version",
    "ver,version",
    "r,redo",
    "re,redo",
    "stam,stamp",
    "veri,verify",
    "rep,repair",
    "ba,baseline",
    "db,db",
    "dr,drop-db",
    "c,c",
    "cu,current",
    "w,wait",
    "h,history",
    "e,export",
    "x,x"
  })
  void commandsAreFoundAsTheStockToolFindsThem(String typed, String meant) {
    assertThat(expand(typed, "1")).containsExactly(meant, "1");
  }

  @Test
  void onlyTheCommandIsCompleted() {
    assertThat(expand("s", "u", "d")).containsExactly("script", "u", "d");
  }

  @Test
  void optionsAreTakenInAnyCaseAndPassedOverWhereACommandHasNoUseForThem() {
    Cli.Result status =
        run("STAT", "--ENV=development", "--template=x.sql", "--idpattern=000", "--trace");

    assertThat(status.code()).as(status.err()).isZero();
    assertThat(run("status", "--nonsense").code()).isEqualTo(2);
  }

  @Test
  void anOptionWithItsValueBesideIsNoCommand() {
    Cli.Result up =
        Cli.in(folder).run("--path", folder.toString(), "--env", "development", "u", "1");

    assertThat(up.code()).as(up.err()).isZero();
  }

  @Test
  void forceIsSaidToBeWithoutEffect() {
    Cli.Result up = run("up", "--force");

    assertThat(up.code()).isZero();
    assertThat(up.err())
        .isEqualTo(
            "Warning: --force counts for the stock tool only: here a migration that fails is rolled back, and none is run after it.\n");
  }

  @Test
  void traceSaysWhereAFailureAroseButNotTheMessagesOfItsCauses() {
    repository.write("scripts/4_bad.sql", "SELECT ${geheim};\n-- //@UNDO\nSELECT 1;\n");
    repository.append("environments/development.properties", "geheim=topsecretvalue\n");

    Cli.Result up = run("up", "--trace");

    assertThat(up.err())
        .startsWith("trace: dev.nof1.schema.error.MigrationFailedException\ntrace:   at ")
        .contains("trace: caused by org.postgresql.util.PSQLException")
        .doesNotContain("topsecretvalue");
  }

  @Test
  void onabortIsRunAfterAFailedUp() {
    repository.write("scripts/4_bad.sql", "SELECT broken;\n-- //@UNDO\nSELECT 1;\n");
    repository.write(
        "scripts/onabort.sql",
        "CREATE TABLE aborted (at text);\nINSERT INTO aborted VALUES ('${changelog}');\n");

    Cli.Result up = run("up");

    assertThat(up.code()).isEqualTo(1);
    assertThat(up.err())
        .startsWith("schema-cli: Migration 4 (bad) failed at ")
        .endsWith(
            "Fix the script and run this again.\n"
                + folder.resolve("scripts/onabort.sql")
                + " was run after it.\n");
    assertThat(repository.query("SELECT at FROM aborted")).containsExactly("CHANGELOG");
    assertThat(repository.query("SELECT max(id) FROM changelog")).containsExactly("3");
  }

  @Test
  void onabortIsNotRunAfterAFailedDownOrPending() {
    repository.write("scripts/4_bad.sql", "SELECT 1;\n-- //@UNDO\nSELECT broken;\n");
    repository.write("scripts/onabort.sql", "CREATE TABLE aborted ();");
    run("up");
    repository.write("scripts/5_bad.sql", "SELECT broken;\n-- //@UNDO\nSELECT broken;\n");

    assertThat(run("down").code()).isEqualTo(1);
    assertThat(run("pending").code()).isEqualTo(1);
    assertThat(repository.query("SELECT count(*) FROM pg_tables WHERE tablename = 'aborted'"))
        .containsExactly("0");
    assertThat(run("version", "5").code()).isEqualTo(1);
    assertThat(repository.query("SELECT count(*) FROM pg_tables WHERE tablename = 'aborted'"))
        .containsExactly("1");
  }

  @Test
  void aFailingOnabortIsToldBesideTheFailure() {
    repository.write("scripts/4_bad.sql", "SELECT broken;\n-- //@UNDO\nSELECT 1;\n");
    repository.write("scripts/onabort.sql", "CREATE TABLE aborted ();\nSELECT nothing;\n");

    Cli.Result up = run("up");

    assertThat(up.code()).isEqualTo(1);
    assertThat(up.err())
        .contains("schema-cli: Migration 4 (bad) failed at ")
        .endsWith(
            folder.resolve("scripts/onabort.sql")
                + ":2:8 failed, too: column \"nothing\" does not exist [42703]; what it did was rolled back.\n");
    assertThat(repository.query("SELECT count(*) FROM pg_tables WHERE tablename = 'aborted'"))
        .containsExactly("0");
  }

  @Test
  void migrationsInJavaAreRunWhereAJarBringsAFactory() {
    installFactory();
    Cli.Result up = run("up");
    assertThat(up.code()).as(up.err()).isZero();
    assertThat(up.outWithoutTimes())
        .isEqualTo(
            """
            up    1  create the changelog  N ms
            up    20  in Java  N ms
            %s is at 20 (in Java), head.
            """
                .formatted(repository.database()));
    assertThat(repository.query("SELECT t FROM in_java")).containsExactly("from CHANGELOG; still");

    assertThat(run("down", "base").code()).isZero();
    assertThat(repository.query("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
        .containsExactly("0");
  }

  @Test
  void twoFactoriesAreRefused() {
    installFactory();
    TestJar.write(
        folder.resolve("drivers/two.jar"),
        Map.of("two/Two.java", FACTORY.replace("acme", "two").replace("Acme", "Two")),
        SERVICE,
        "two.Two");

    assertThat(run("up").err())
        .isEqualTo(
            "schema-cli: There are several factories of migrations, acme.Acme and two.Two. Nothing was run. Take all jars but one out of %s.\n"
                .formatted(folder.resolve("drivers")));
  }

  @Test
  void aDriverPathThatIsNoFolderIsRefused() {
    assertThat(run("up", "--driverpath=nowhere").err())
        .isEqualTo(
            "schema-cli: %s is not a folder, so there are no jars to read. Nothing was run. Check --driverpath.\n"
                .formatted(folder.resolve("nowhere")));
  }

  private static final String SERVICE = "org.apache.ibatis.migration.FileMigrationLoaderFactory";

  private static final String FACTORY =
      """
      package acme;
      import org.apache.ibatis.migration.*;
      import org.apache.ibatis.migration.options.SelectedPaths;
      public final class Acme implements FileMigrationLoaderFactory {
        public static String changelog;
        public MigrationLoader create(SelectedPaths paths, Environment environment) {
          changelog = environment.getVariables().getProperty("changelog");
          return new JavaMigrationLoader("acme.db");
        }
      }
      """;

  private static String migration(String name, int id, String description, String up, String down) {
    return """
        package acme.db;
        import java.math.BigDecimal;
        import org.apache.ibatis.migration.MigrationScript;
        public class %s implements MigrationScript {
          public BigDecimal getId() { return BigDecimal.valueOf(%d); }
          public String getDescription() { return "%s"; }
          public String getUpScript() { return "%s".replace("CL", acme.Acme.changelog); }
          public String getDownScript() { return "%s".replace("CL", acme.Acme.changelog); }
        }
        """
        .formatted(name, id, description, up, down);
  }

  private void installFactory() {
    TestJar.write(
        folder.resolve("drivers/acme.jar"),
        Map.of(
            "acme/Acme.java",
            FACTORY,
            "acme/db/M1.java",
            migration(
                "M1",
                1,
                "create the changelog",
                "CREATE TABLE CL (ID NUMERIC(20,0) PRIMARY KEY, APPLIED_AT VARCHAR(25), DESCRIPTION VARCHAR(255));",
                "DROP TABLE CL;"),
            "acme/db/M20.java",
            migration(
                "M20",
                20,
                "in Java",
                "CREATE TABLE in_java (t text); INSERT INTO in_java VALUES ('from CL; still');",
                "DROP TABLE in_java;")),
        SERVICE,
        "acme.Acme");
  }

  private Cli.Result run(String... args) {
    List<String> line = new ArrayList<>(List.of(args));
    line.add("--path=" + folder);
    return Cli.in(folder).run(line.toArray(String[]::new));
  }
}
