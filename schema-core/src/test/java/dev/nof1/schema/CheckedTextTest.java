package dev.nof1.schema;

import static dev.nof1.schema.fixture.TestServer.execute;
import static dev.nof1.schema.fixture.TestServer.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.changelog.LockKey;
import dev.nof1.schema.event.LockHolder;
import dev.nof1.schema.event.MigrationListener;
import dev.nof1.schema.fixture.ScriptFolder;
import dev.nof1.schema.fixture.TestServer;
import dev.nof1.schema.plan.Plan;
import dev.nof1.schema.plan.Step;
import dev.nof1.schema.plan.Target;
import dev.nof1.schema.records.Repair;
import dev.nof1.schema.repository.MigrationSource;
import dev.nof1.schema.repository.ScriptSettings;
import dev.nof1.schema.sql.SqlStatement;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.ibatis.migration.Change;
import org.apache.ibatis.migration.FileMigrationLoader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What was checked is what runs, whatever happens to the files between the check and their turn.
 */
class CheckedTextTest {
  private static final String UNCHECKED =
      "CREATE TABLE unchecked ();\nCOMMIT;\n-- //@UNDO\nCREATE TABLE unchecked ();\nCOMMIT;\n";

  /** More than is held in memory for all scripts of a run together. */
  private static final String LARGE = ("-- " + "padding ".repeat(128) + "\n").repeat(17_000);

  @TempDir private Path folder;
  private final DataSource database = TestServer.emptyDatabase();
  private ScriptFolder scripts;

  @BeforeEach
  void writeScripts() {
    scripts = ScriptFolder.withChangelog(folder).table(2, "t").table(3, "u");
  }

  private enum Attack {
    EDITED {
      @Override
      void on(Path file) throws IOException {
        Files.writeString(file, UNCHECKED);
      }
    },
    REPLACED_BY_RENAME {
      @Override
      void on(Path file) throws IOException {
        Path other = file.resolveSibling("other");
        Files.writeString(other, UNCHECKED);
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
      }
    },
    APPENDED_TO {
      @Override
      void on(Path file) throws IOException {
        Files.writeString(file, "\n" + UNCHECKED, StandardOpenOption.APPEND);
      }
    },
    TRUNCATED {
      @Override
      void on(Path file) throws IOException {
        Files.writeString(file, "CREATE TABLE unchecked ();");
      }
    },
    DELETED {
      @Override
      void on(Path file) throws IOException {
        Files.delete(file);
      }
    };

    abstract void on(Path file) throws IOException;
  }

  @ParameterizedTest
  @EnumSource
  void isWhatRuns(Attack attack) {
    migrations(duringStep(2, attack)).up();

    assertThat(query(database, "SELECT to_regclass('u'), id FROM changelog WHERE id = 3"))
        .containsExactly("u");
    assertThat(unchecked()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void isWhatRunsAlsoWhereItIsTooLargeToHold(Attack attack) throws IOException {
    Files.writeString(
        folder.resolve("3_create_u.sql"),
        LARGE + Files.readString(folder.resolve("3_create_u.sql")));
    Set<String> before = temporaryFiles();

    List<Set<String>> during = new ArrayList<>();
    migrations(
            new MigrationListener() {
              @Override
              public void started(Step step) {
                if (step.migration().id().intValue() == 2) {
                  attack("3_create_u.sql", attack);
                }
                during.add(temporaryFiles());
              }
            })
        .up();

    assertThat(query(database, "SELECT to_regclass('u')")).containsExactly("u");
    assertThat(unchecked()).isEmpty();
    // Not even a process that is killed leaves a copy behind. Those of others come and go.
    Set<String> all = new TreeSet<>(during.get(0));
    during.forEach(all::retainAll);
    assertThat(during).hasSizeGreaterThan(1);
    assertThat(all).isSubsetOf(before);
  }

  private static Set<String> temporaryFiles() {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      Set<String> names = new TreeSet<>();
      files
          .map(f -> f.getFileName().toString())
          .filter(n -> n.endsWith(".scripts"))
          .forEach(names::add);
      return names;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void isWhatIsSummedUp() {
    migrations(duringStep(3, Attack.EDITED)).up();
    scripts.table(3, "u");

    assertThat(migrations(MigrationListener.SILENT).records().verify().faults()).isEmpty();
  }

  @Test
  void isTheUndoSectionThatRuns() {
    migrations(MigrationListener.SILENT).up();

    migrations(duringStep(3, "2_create_t.sql", Attack.EDITED)).down(2);

    assertThat(query(database, "SELECT to_regclass('t')")).containsExactly((String) null);
    assertThat(unchecked()).isEmpty();
  }

  @Test
  void isOneForUndoingAndApplyingAgain() {
    migrations(MigrationListener.SILENT).up();

    migrations(duringStep(3, Attack.EDITED)).run(Target.redo(1));

    assertThat(query(database, "SELECT to_regclass('u')")).containsExactly("u");
    assertThat(unchecked()).isEmpty();
  }

  @Test
  void isWhatRunsInASingleTransaction() {
    Migrations.builder(database)
        .source(scripts.source())
        .singleTransaction(true)
        .listener(duringStep(2, Attack.EDITED))
        .build()
        .up();

    assertThat(unchecked()).isEmpty();
  }

  @Test
  void isWhatRunsAfterAFailure() throws IOException {
    scripts.script("onabort.sql", "CREATE TABLE aborted ();").script("3_create_u.sql", "SELECT x;");

    assertThatThrownBy(() -> migrations(duringStep(2, "onabort.sql", Attack.EDITED)).up())
        .hasMessageContaining("onabort.sql was run after it.");
    assertThat(query(database, "SELECT to_regclass('aborted')")).containsExactly("aborted");
    assertThat(unchecked()).isEmpty();
  }

  @Test
  void isWhatBootstrapRunsAfterAWait() throws Exception {
    scripts.script("bootstrap.sql", "CREATE TABLE early ();");
    try (Connection other = database.getConnection();
        Statement lock = other.createStatement()) {
      lock.execute("SELECT pg_advisory_lock(%d)".formatted(LockKey.of("CHANGELOG")));
      MigrationListener listener =
          new MigrationListener() {
            @Override
            public void waiting(LockHolder holder) {
              attack("bootstrap.sql", Attack.EDITED);
              execute(
                  TestServer.server().dataSource("postgres"),
                  "SELECT pg_terminate_backend(" + holder.pid() + ")");
            }
          };

      migrations(listener).bootstrap(false);
    }
    assertThat(query(database, "SELECT to_regclass('early')")).containsExactly("early");
    assertThat(unchecked()).isEmpty();
  }

  @Test
  void isWhatRepairRuns() {
    scripts.script(
        "3_create_u.sql",
        "-- //@NO_TRANSACTION\nSELECT 1;\nSELECT x;\n-- //@UNDO\nCREATE TABLE undone ();");
    assertThatThrownBy(migrations(MigrationListener.SILENT)::up).hasMessageContaining("repair");
    Repair repair = migrations(duringStep(3, Attack.EDITED)).records().repair();

    assertThatThrownBy(() -> repair.resume(OptionalInt.empty())).hasMessageContaining("\"x\"");
    scripts.script("3_create_u.sql", "SELECT 1;\n-- //@UNDO\nCREATE TABLE undone ();");
    repair.rollBack();

    assertThat(query(database, "SELECT to_regclass('undone')")).containsExactly("undone");
    assertThat(unchecked()).isEmpty();
  }

  @Test
  void isWhatIsWrittenAsSql() throws IOException {
    OfflineMigrations offline =
        OfflineMigrations.of(
            scripts.source(), ScriptSettings.DEFAULT, "CHANGELOG", Clock.systemUTC());
    StringBuilder sql = new StringBuilder();

    offline.write(
        offline.between(BigDecimal.ZERO, BigDecimal.TEN),
        OfflineMigrations.Form.PSQL,
        sql,
        new OfflineMigrations.Around() {
          @Override
          public void begun() {
            attack("3_create_u.sql", Attack.EDITED);
          }
        });

    assertThat(sql).contains("CREATE TABLE u").doesNotContain("unchecked");
  }

  @Test
  void isWhatALoaderGaveFirst() {
    Properties variables = new Properties();
    variables.setProperty("changelog", "CHANGELOG");
    int[] asked = new int[1];
    FileMigrationLoader loader =
        new FileMigrationLoader(folder.toFile(), StandardCharsets.UTF_8.name(), variables) {
          @Override
          public Reader getScriptReader(Change change, boolean undo) {
            if (change.getId().intValue() == 3 && !undo && asked[0]++ > 0) {
              attack("3_create_u.sql", Attack.EDITED);
            }
            return super.getScriptReader(change, undo);
          }
        };

    Migrations.builder(database).source(MigrationSource.loader(loader)).build().up();

    assertThat(query(database, "SELECT to_regclass('u')")).containsExactly("u");
    assertThat(unchecked()).isEmpty();
  }

  @Test
  void isWhatAListenerHears() {
    StringBuilder heard = new StringBuilder();
    Migrations.builder(database)
        .source(scripts.source())
        .settings(
            new ScriptSettings(
                StandardCharsets.UTF_8,
                ScriptSettings.DEFAULT.delimiter(),
                Map.of("secret", "s3cret")))
        .listener(
            new MigrationListener() {
              @Override
              public void started(Step step) {
                attack("3_create_u.sql", Attack.EDITED);
              }

              @Override
              public boolean hearsStatements() {
                return true;
              }

              @Override
              public void statement(Step step, SqlStatement s, Duration took) {
                heard.append(s.text()).append(";\n");
              }
            })
        .build()
        .up();

    assertThat(heard).contains("CREATE TABLE u (id int);");
  }

  @Test
  void isNotRunWhereItCannotBeRead() {
    MigrationListener planned =
        new MigrationListener() {
          @Override
          public void planned(Plan plan) {
            throw new IllegalStateException("checked");
          }
        };
    FileMigrationLoader loader =
        new FileMigrationLoader(folder.toFile(), StandardCharsets.UTF_8.name(), new Properties()) {
          @Override
          public Reader getScriptReader(Change change, boolean undo) {
            return new BrokenReader();
          }
        };

    assertThatThrownBy(
            Migrations.builder(database)
                    .source(MigrationSource.loader(loader))
                    .listener(planned)
                    .build()
                ::up)
        .hasMessage(
            "The script 1_create_changelog.sql cannot be read: the disk is on fire. Nothing was run.");
  }

  private static final class BrokenReader extends Reader {
    @Override
    public int read(char[] text, int from, int length) throws IOException {
      throw new IOException("the disk is on fire");
    }

    @Override
    public void close() {}
  }

  /** Attacks script 3 when another step has been begun. */
  private MigrationListener duringStep(int id, Attack attack) {
    return duringStep(id, "3_create_u.sql", attack);
  }

  private MigrationListener duringStep(int id, String file, Attack attack) {
    return new MigrationListener() {
      @Override
      public void started(Step step) {
        if (step.migration().id().intValue() == id) {
          attack(file, attack);
        }
      }
    };
  }

  private void attack(String file, Attack attack) {
    try {
      attack.on(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> unchecked() {
    return query(database, "SELECT relname FROM pg_class WHERE relname = 'unchecked'");
  }

  private Migrations migrations(MigrationListener listener) {
    return Migrations.builder(database).source(scripts.source()).listener(listener).build();
  }
}
