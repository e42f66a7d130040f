package dev.nof1.schema.cli.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.cli.fixture.Cli;
import dev.nof1.schema.cli.fixture.ForeignRepository;
import dev.nof1.schema.cli.fixture.StockTool;
import dev.nof1.schema.cli.fixture.TinyEngine;
import dev.nof1.schema.hook.HookFiles;
import dev.nof1.schema.hook.ScriptHooks;
import dev.nof1.schema.repository.Direction;
import dev.nof1.schema.repository.Migration;
import dev.nof1.schema.repository.RepositoryPaths;
import dev.nof1.schema.repository.ScriptSettings;
import java.math.BigDecimal;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hooks of an environment file, in SQL and in a language whose engine is in a jar. */
class HookCommandsTest {
  @TempDir private Path folder;
  private ForeignRepository repository;

  @BeforeEach
  void createRepository() {
    repository = ForeignRepository.create(folder);
  }

  @Test
  void sqlHooksRunWithTheirOwnVariables() {
    hook("hook_before_up", "SQL:log.sql:what=before");
    hook("hook_before_each_up", "sql:log.sql:what=before each");
    hook("hook_after_each_up", "SQL:log.sql:what=after each");
    hook("hook_after_up", "SQL:log.sql:what=after");
    repository.write(
        "hooks/log.sql",
        """
        -- The body of a function stays whole.
        CREATE TABLE IF NOT EXISTS hook_log (n serial, what text);
        DO $$ BEGIN INSERT INTO hook_log (what) VALUES ('${what}'); END $$;
        """);

    Cli.Result up = run("up", "2");

    assertThat(up.code()).as(up.err()).isZero();
    assertThat(repository.query("SELECT what FROM hook_log ORDER BY n"))
        .containsExactly(
            "before", "before each", "after each", "before each", "after each", "after");
  }

  @Test
  void repairRunsThoseThatHaveNotRun() {
    repository.write(
        "scripts/4_x.sql",
        "-- //@NO_TRANSACTION\nSELECT 1;\nSELECT 1/0;\nSELECT 3;\n-- //@UNDO\nSELECT 1;\n");
    for (String when : List.of("before", "before_each", "after_each", "after")) {
      hook("hook_" + when + "_up", "SQL:log.sql:what=" + when);
    }
    repository.write(
        "hooks/log.sql",
        "CREATE TABLE IF NOT EXISTS hook_log (n serial, what text);\nINSERT INTO hook_log (what) VALUES ('${what}');\n");
    assertThat(run("up").code()).isEqualTo(1);
    repository.sql("DELETE FROM hook_log");

    Cli.Result repair = run("repair", "--continue", "--from=3");

    assertThat(repair.code()).as(repair.err()).isZero();
    assertThat(repository.query("SELECT what FROM hook_log ORDER BY n"))
        .containsExactly("before", "after_each", "after");
  }

  @Test
  void aFailingSqlHookNamesFileLineAndColumn() {
    hook("hook_before_each_down", "SQL:check.sql");
    repository.write("hooks/check.sql", "SELECT 1;\nSELECT *\n  FROM nowhere;\n");
    run("up");

    Cli.Result down = run("down");

    assertThat(down.code()).isEqualTo(1);
    assertThat(down.out()).isEmpty();
    assertThat(down.err())
        .isEqualTo(
            """
            schema-cli: Undoing migration 3 (second) failed at hook_before_each_down, %s:3:8: relation "nowhere" does not exist [42P01]
                  FROM nowhere;
                       ^
            It was rolled back; the database is as it was, at 3 (second). Fix the hook and run this again.
            """
                .formatted(folder.resolve("hooks/check.sql")));
  }

  @Test
  void aVariableOfAHookIsNeverShown() {
    hook("hook_before_up", "SQL:login.sql:password=geheim99");
    repository.write("hooks/login.sql", "CREATE ROLE x LOGIN PASSWORD 'a'; SELECT ${password};\n");

    Cli.Result up = run("up");

    assertThat(up.code()).isEqualTo(1);
    assertThat(up.err()).contains("${password}").doesNotContain("geheim99");
  }

  @Test
  void aLanguageComesFromTheDriversFolder() {
    TinyEngine.install(folder.resolve("drivers/tiny.jar"));
    repository.write("hooks/count.tiny", "set n=0\nprint starts with $greeting\n");
    repository.write(
        "hooks/each.tiny",
        "change\nprint $change, n is $n\nsql INSERT INTO changelog VALUES (-1, 'x', 'y')\nsql DELETE FROM changelog WHERE id = -1\ndef f\nprint $arg0$arg1\n");
    hook("hook_before_up", "tiny:count.tiny:greeting=hello");
    hook("hook_after_each_up", "TINY:each.tiny:_function=f:_arg=4:_arg=2".replace("TINY", "tiny"));

    Cli.Result up = run("up", "1");

    assertThat(up.err())
        .matches(
            """
            starts with hello
            1 \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d create changelog, n is 0
            42
            """);
    assertThat(up.code()).isZero();
  }

  @Test
  void aFailingScriptNamesItsLine() {
    TinyEngine.install(folder.resolve("jars/tiny.jar"));
    repository.write("other/fail.tiny", "print here\nfail no disk left\n");
    hook("hook_before_up", "tiny:fail.tiny");

    Cli.Result up =
        run(
            "up",
            "--driverpath=" + folder.resolve("jars"),
            "--hookpath=" + folder.resolve("other"));

    assertThat(up.code()).isEqualTo(1);
    assertThat(up.err())
        .startsWith(
            "here\nschema-cli: The hook failed at hook_before_up, "
                + folder.resolve("other/fail.tiny:2")
                + ": no disk left")
        .endsWith(
            "It was rolled back; the database is as it was, at base. Fix the hook and run this again.\n");
  }

  @Test
  void theDriverPathOfTheEnvironmentAndMigrationsHomeCountToo() {
    TinyEngine.install(folder.resolve("jars/tiny.jar"));
    TinyEngine.install(folder.resolve("home/lib/tiny.jar"));
    repository.write("hooks/a.tiny", "print done\n");
    hook("hook_before_up", "tiny:a.tiny");
    assertThat(run("up").code()).isEqualTo(1);

    assertThat(
            Cli.in(folder)
                .with("MIGRATIONS_HOME", folder.resolve("home").toString())
                .run("up", "1", "--path=" + folder)
                .err())
        .isEqualTo("done\n");
    hook("driver_path", "jars");
    assertThat(run("up", "1").err()).isEqualTo("done\n");
  }

  @Test
  void whatIsMissingIsSaidBeforeAnythingRuns() {
    hook("hook_after_up", "SQL:grant.sql");
    Cli.Result up = run("up");
    assertThat(up.code()).isEqualTo(1);
    assertThat(up.err())
        .isEqualTo(
            "schema-cli: hook_after_up names the file %s, which is not there. Nothing was run. Create it, correct the key, or name the folder of the hooks with --hookpath.\n"
                .formatted(folder.resolve("hooks/grant.sql")));
    assertThat(run("status").code()).isZero();
    assertThat(run("new", "x").code()).isZero();

    hook("hook_after_up", "grant.sql");
    assertThat(run("up").err())
        .contains("hook_after_up names no file: it must be a language and a file in ");

    repository.write("hooks/a.js", "print('x')");
    hook("hook_after_up", "js:a.js");
    assertThat(run("up").err())
        .contains("hook_after_up is written in 'js', but no script engine of this name is there.");
    assertThat(repository.query("SELECT count(*) FROM pg_tables WHERE tablename = 'changelog'"))
        .containsExactly("0");
  }

  @Test
  void newRunsItsHooks() {
    TinyEngine.install(folder.resolve("drivers/tiny.jar"));
    repository.write("hooks/a.tiny", "file\nprint $when $file\n");
    hook("hook_before_new", "tiny:a.tiny:when=before");
    hook("hook_after_new", "tiny:a.tiny:when=after");

    Cli.Result created = run("new", "add a thing");

    String name = Path.of(created.out().strip()).getFileName().toString();
    assertThat(created.err()).isEqualTo("before " + name + "\nafter " + name + "\n");
    hook("hook_before_new", "SQL:a.tiny");
    assertThat(run("new", "x").err())
        .contains(
            "hook_before_new is SQL, but 'new' has no database to run it on. Nothing was run.");
  }

  @Test
  void aHookMayStopNew() {
    TinyEngine.install(folder.resolve("drivers/tiny.jar"));
    repository.write("hooks/a.tiny", "fail bad name\n");
    hook("hook_before_new", "tiny:a.tiny");

    Cli.Result created = run("new", "x");

    assertThat(created.code()).isEqualTo(1);
    assertThat(created.err())
        .contains("hook_before_new failed at ")
        .contains("bad name")
        .endsWith("Nothing was created. Mend the hook and try again.\n");
    assertThat(folder.resolve("scripts")).isDirectoryNotContaining("glob:**_x.sql");
  }

  @Test
  void scriptHooksAreToldTheMigrationAndTheDirection() throws Exception {
    TinyEngine.install(folder.resolve("drivers/tiny.jar"));
    repository.write("hooks/a.tiny", "change\nprint $when $change\n");
    List<String> printed = new ArrayList<>();
    RepositoryPaths paths =
        new RepositoryPaths(
            folder, folder, folder, folder.resolve("drivers"), folder.resolve("hooks"));
    try (URLClassLoader jars =
        new URLClassLoader(
            new URL[] {folder.resolve("drivers/tiny.jar").toUri().toURL()},
            getClass().getClassLoader())) {
      ScriptHooks hooks =
          new HookFiles(
                  Map.of(
                      "hook_before_script", "tiny:a.tiny:when=before",
                      "hook_before_each_script", "tiny:a.tiny:when=each",
                      "hook_after_script", "tiny:a.tiny:when=after"),
                  paths,
                  ScriptSettings.DEFAULT,
                  jars,
                  printed::add)
              .forScript();
      Migration migration = new Migration(BigDecimal.TEN, "a thing", "10_a_thing.sql");
      hooks.before(Direction.DOWN);
      hooks.beforeEach(Direction.DOWN, migration);
      hooks.afterEach(Direction.DOWN, migration);
      hooks.after(Direction.UP);
    }
    assertThat(printed)
        .containsExactly(
            "before null true", "each 10    ...pending...    a thing true", "after null false");
  }

  @Test
  void whatAHookOfScriptPrintsIsNoSql() {
    Path jar = folder.resolve("drivers/tiny.jar");
    TinyEngine.install(jar);
    repository.write("hooks/a.tiny", "change\nprint DROP TABLE $when; -- $change\n");
    for (String when : List.of("before", "before_each", "after_each", "after")) {
      hook("hook_" + when + "_script", "tiny:a.tiny:when=" + when);
    }
    String printed =
        """
        DROP TABLE before; -- null false
        DROP TABLE before_each; -- 3    ...pending...    second false
        DROP TABLE after_each; -- 3    ...pending...    second false
        DROP TABLE after; -- null false
        """;

    Cli.Result ours = run("script", "2", "3");

    assertThat(ours.code()).as(ours.err()).isZero();
    assertThat(ours.err()).isEqualTo(printed);
    assertThat(ours.out()).contains("CREATE TABLE second").doesNotContain("DROP TABLE");
    assertThat(run("script", "2", "3", "--plain").out()).doesNotContain("DROP TABLE");
    // The stock tool says so among the SQL, on the same stream.
    assertThat(
            StockTool.fork(List.of(jar), "--path=" + folder, "script", "2", "3").output().lines())
        .containsSubsequence(
            "========== Applying JSR-223 hook : a.tiny ======================================",
            "CREATE TABLE second (id int);");
    Path file = folder.resolve("out.sql");
    assertThat(run("script", "3", "2", "-o", file.toString()).err())
        .startsWith("DROP TABLE before; -- null true\n")
        .endsWith("Wrote " + file + ".\n");
    assertThat(file).content().doesNotContain("DROP TABLE before");
  }

  /** Adds a line to the environment; the last one of a key counts. */
  private void hook(String key, String value) {
    repository.append("environments/development.properties", key + "=" + value + "\n");
  }

  private Cli.Result run(String... args) {
    List<String> line = new ArrayList<>(List.of(args));
    line.add("--path=" + folder);
    return Cli.in(folder).run(line.toArray(String[]::new));
  }
}
