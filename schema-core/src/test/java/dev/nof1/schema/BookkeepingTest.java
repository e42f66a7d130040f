package dev.nof1.schema;

import static dev.nof1.schema.fixture.TestServer.execute;
import static dev.nof1.schema.fixture.TestServer.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.changelog.Bookkeeping;
import dev.nof1.schema.changelog.Recorded;
import dev.nof1.schema.error.MigrationFailedException;
import dev.nof1.schema.event.MigrationListener;
import dev.nof1.schema.fixture.OneConnection;
import dev.nof1.schema.fixture.ScriptFolder;
import dev.nof1.schema.fixture.TestServer;
import dev.nof1.schema.plan.State;
import dev.nof1.schema.plan.Step;
import dev.nof1.schema.plan.Target;
import dev.nof1.schema.repository.ScriptSettings;
import dev.nof1.schema.sql.Delimiter;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is remembered beside the changelog's rows. */
class BookkeepingTest {
  @TempDir private Path folder;
  private final String name = TestServer.createDatabase();
  private final DataSource database = TestServer.server().dataSource(name);
  private ScriptFolder scripts;

  @BeforeEach
  void writeScripts() {
    scripts = ScriptFolder.withChangelog(folder).table(2, "a");
  }

  @Test
  void isChecksumDurationAndWho() throws IOException {
    scripts.migrations(database).up();

    Recorded record = record(2);
    assertThat(record.how()).contains("run");
    assertThat(record.checksum())
        .contains(sha256(Files.readString(folder.resolve("2_create_a.sql"))));
    assertThat(record.duration().orElseThrow()).isBetween(Duration.ZERO, Duration.ofMinutes(1));
    assertThat(record.user()).contains("postgres");
    assertThat(record.host()).contains("127.0.0.1");
    assertThat(record.application()).isPresent();
    assertThat(record.at()).isPresent();
    assertThat(scripts.migrations(database).records().all()).hasSize(2);
  }

  @Test
  void isNotThereAnyMoreAtBase() {
    scripts.migrations(database).up();

    scripts.migrations(database).run(Target.base());

    assertThat(
            query(
                database,
                "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace UNION ALL SELECT typname FROM pg_type WHERE typnamespace = 'public'::regnamespace"))
        .isEmpty();
    assertThat(scripts.migrations(database).records().all()).isEmpty();
    scripts.migrations(database).up();
    assertThat(scripts.migrations(database).records().all()).hasSize(2);
  }

  @Test
  void needsNoStepOnADatabaseThatHasNone() {
    scripts.migrations(database).up();
    execute(database, "ALTER TABLE changelog DROP COLUMN nof1_schema");
    assertThat(scripts.migrations(database).records().all()).isEmpty();

    scripts.migrations(database).up();
    assertThat(columns()).doesNotContain("nof1_schema");
    scripts.table(3, "b");
    scripts.migrations(database).up();

    assertThat(scripts.migrations(database).records().all()).containsOnlyKeys(new BigDecimal(3));
  }

  @Test
  void leavesTheStockToolsStatementsAsTheyAre() {
    scripts.migrations(database).up();

    execute(
        database,
        "insert into CHANGELOG (ID, APPLIED_AT, DESCRIPTION) values (7, '2026-01-01 00:00:00', 'by stock')",
        "INSERT INTO changelog VALUES (8, '2026-01-01 00:00:00', 'by hand')");

    assertThat(scripts.migrations(database).status().in(State.MISSING)).hasSize(2);
    assertThat(scripts.migrations(database).records().all()).doesNotContainKey(new BigDecimal(7));
  }

  @Test
  void isDoneWithoutWhereTheTableBelongsToSomebodyElse() throws Exception {
    scripts.migrations(database).up();
    execute(
        database,
        "ALTER TABLE changelog DROP COLUMN nof1_schema",
        "CREATE ROLE visitor_" + name,
        "GRANT SELECT, INSERT ON changelog TO visitor_" + name,
        "GRANT CREATE ON SCHEMA public TO visitor_" + name);
    scripts.table(3, "b").table(4, "c");
    List<String> notices = new ArrayList<>();
    MigrationListener listener =
        new MigrationListener() {
          @Override
          public void notice(String text) {
            notices.add(text);
          }
        };
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("SET ROLE visitor_" + name);
      Migrations.builder(OneConnection.of(connection))
          .source(scripts.source())
          .listener(listener)
          .build()
          .up();
    }

    assertThat(query(database, "SELECT id FROM changelog ORDER BY id"))
        .containsExactly("1", "2", "3", "4");
    assertThat(notices)
        .containsExactly(
            "NOTICE: checksum, duration and who are not recorded: this user may not write the column nof1_schema of the changelog CHANGELOG. Its owner can allow it: ALTER TABLE CHANGELOG ADD COLUMN IF NOT EXISTS nof1_schema jsonb; GRANT INSERT, UPDATE ON CHANGELOG TO …");
  }

  @Test
  void isDoneWithoutWhereBlocksAreForbidden() throws Exception {
    String role = "hardened_" + name;
    execute(
        database,
        "CREATE ROLE " + role,
        "REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC",
        "GRANT CREATE ON SCHEMA public TO " + role);
    scripts.script(
        "3_b.sql", "-- //@NO_TRANSACTION\nCREATE TABLE b (id int);\nCREATE TABLE c (id int);\n");
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("SET ROLE " + role);
      scripts.migrations(OneConnection.of(connection)).up();
    }

    assertThat(query(database, "SELECT max(id) FROM changelog")).containsExactly("3");
    assertThat(columns()).doesNotContain("nof1_schema");
  }

  @Test
  void doesNotWaitForWhoeverHoldsTheTable() throws Exception {
    scripts.migrations(database).up();
    execute(database, "ALTER TABLE changelog DROP COLUMN nof1_schema");
    scripts.table(3, "b");
    try (Connection reader = database.getConnection();
        Statement read = reader.createStatement()) {
      reader.setAutoCommit(false);
      read.executeQuery("SELECT * FROM changelog").close();

      scripts.migrations(database).up();
    }

    assertThat(query(database, "SELECT max(id) FROM changelog")).containsExactly("3");
    assertThat(columns()).doesNotContain("nof1_schema");
    scripts.table(4, "c");
    scripts.migrations(database).up();
    assertThat(columns()).contains("nof1_schema");
  }

  @Test
  void isWrittenAlsoByAScript() {
    scripts.migrations(database).up();
    execute(
        database,
        "ALTER TABLE changelog DROP COLUMN nof1_schema",
        "SET lock_timeout = '7s'",
        "BEGIN",
        "INSERT INTO changelog VALUES (3, '2026-01-01 00:00:00', 'x')",
        Bookkeeping.sql("CHANGELOG", new BigDecimal(3), "abc"),
        "DO $$ BEGIN ASSERT current_setting('lock_timeout') = '7s'; END $$",
        "COMMIT",
        "BEGIN",
        "INSERT INTO changelog VALUES (4, '2026-01-01 00:00:00', 'y')",
        Bookkeeping.sql("CHANGELOG", new BigDecimal(4), "def"),
        "COMMIT");

    assertThat(record(3).checksum()).contains("abc");
    assertThat(record(3).how()).contains("script");
    assertThat(record(3).duration()).isPresent();
    assertThat(record(4).checksum()).contains("def");
  }

  @Test
  void ofAScriptIsLeftOutWhereItCannotBeWritten() {
    execute(
        database,
        "CREATE VIEW seen AS SELECT 1 AS id",
        Bookkeeping.sql("seen", BigDecimal.ONE, "abc"),
        Bookkeeping.sql("nowhere", BigDecimal.ONE, "abc"));

    assertThat(query(database, "SELECT count(*) FROM seen")).containsExactly("1");
  }

  @Test
  void worksForAnyNameOfTheChangelog() {
    execute(database, "CREATE SCHEMA \"o'dd $nof1$\"");
    String changelog = "\"o'dd $nof1$\".\"it\\'s $$ %s\"";
    Migrations odd =
        Migrations.builder(database).source(scripts.source()).changelog(changelog).build();

    odd.up();
    execute(
        database,
        "INSERT INTO " + changelog + " VALUES (9, '2026-01-01 00:00:00', 'x')",
        Bookkeeping.sql(changelog, new BigDecimal(9), "abc"));

    assertThat(odd.records().all())
        .containsOnlyKeys(BigDecimal.ONE, new BigDecimal(2), new BigDecimal(9));
  }

  @Test
  void takesNoAccountOfLineEndingsMarkAndEncoding() throws IOException {
    String text = "-- ä 𝄞\nSELECT 1;\n-- //@UNDO\nSELECT 2;\n";
    String sum = checksum(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);

    assertThat(sum).isEqualTo(sha256(text));
    assertThat(
            checksum(
                ("\uFEFF" + text.replace("\n", "\r\n")).getBytes(StandardCharsets.UTF_8),
                StandardCharsets.UTF_8))
        .isEqualTo(sum);
    assertThat(
            checksum(
                text.replace("\n", "\r").strip().getBytes(StandardCharsets.UTF_16LE),
                StandardCharsets.UTF_16LE))
        .isEqualTo(sum);
    assertThat(
            checksum(
                text.replace("1", "3").getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
        .isNotEqualTo(sum);
    String large = "SELECT '𝄞ä';\r\n".repeat(20_000);
    assertThat(checksum(large.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
        .isEqualTo(sha256(large.replace("\r", "")));
  }

  @Test
  void doesNotDependOnVariables() throws IOException {
    byte[] text = "SELECT '${word}';\n".getBytes(StandardCharsets.UTF_8);
    Files.write(folder.resolve("9_x.sql"), text);
    var one =
        new ScriptSettings(StandardCharsets.UTF_8, Delimiter.SEMICOLON, Map.of("word", "secret"));

    assertThat(scripts.source().scripts(one).get(2).checksum())
        .isEqualTo(sha256("SELECT '${word}';\n"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void survivesScriptsThatMakeTheChangelogAnew(boolean singleTransaction) {
    scripts.script(
        "3_renew.sql",
        """
        CREATE TABLE renewed AS SELECT id, applied_at, description FROM ${changelog};
        DROP TABLE ${changelog};
        ALTER TABLE renewed RENAME TO changelog;
        """);
    scripts.table(4, "b");

    RunResult report =
        Migrations.builder(database)
            .source(scripts.source())
            .singleTransaction(singleTransaction)
            .build()
            .up();

    assertThat(report.steps()).hasSize(4);
    assertThat(query(database, "SELECT id FROM changelog ORDER BY id"))
        .containsExactly("1", "2", "3", "4");
    assertThat(scripts.migrations(database).records().all().keySet())
        .containsExactly(new BigDecimal(3), new BigDecimal(4));
  }

  /** What was run and what is remembered of it are one text, whatever happens to the file. */
  @Test
  void isOfTheTextThatRan() throws IOException {
    String text = Files.readString(folder.resolve("2_create_a.sql"));

    Migrations.builder(database)
        .source(scripts.source())
        .listener(
            new MigrationListener() {
              @Override
              public void started(Step step) {
                if (step.migration().id().intValue() == 2) {
                  scripts.script("2_create_a.sql", "CREATE TABLE another ();");
                }
              }
            })
        .build()
        .run(Target.version(new BigDecimal(2)));

    assertThat(query(database, "SELECT to_regclass('another')")).containsExactly((String) null);
    assertThat(record(2).checksum()).contains(sha256(text));
  }

  @Test
  void isNoReasonToForgetThatAScriptDroppedTheChangelog() {
    scripts.script("3_drop.sql", "CREATE TABLE b (); DROP TABLE ${changelog};");

    assertThatThrownBy(() -> scripts.migrations(database).up())
        .isInstanceOf(MigrationFailedException.class)
        .hasMessageContaining("there is no changelog table CHANGELOG to record it in")
        .hasMessageContaining("It was rolled back");
    assertThat(query(database, "SELECT id FROM changelog ORDER BY id")).containsExactly("1", "2");
    assertThat(query(database, "SELECT to_regclass('b')")).containsExactly((String) null);
  }

  private String checksum(byte[] text, Charset charset) throws IOException {
    Files.write(folder.resolve("9_x.sql"), text);
    var settings = new ScriptSettings(charset, Delimiter.SEMICOLON, Map.of());
    return scripts.source().scripts(settings).get(2).checksum();
  }

  private String sha256(String text) {
    return query(
            database,
            "SELECT encode(sha256(convert_to('" + text.replace("'", "''") + "', 'UTF8')), 'hex')")
        .get(0);
  }

  private List<String> columns() {
    return query(
        database,
        "SELECT attname FROM pg_attribute WHERE attrelid = 'changelog'::regclass AND attnum > 0 AND NOT attisdropped");
  }

  private Recorded record(int id) {
    return Optional.ofNullable(scripts.migrations(database).records().all().get(new BigDecimal(id)))
        .orElseThrow();
  }
}
