package dev.nof1.schema;

import static dev.nof1.schema.fixture.TestServer.execute;
import static dev.nof1.schema.fixture.TestServer.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.changelog.Recorded;
import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.error.RepositoryException;
import dev.nof1.schema.fixture.ScriptFolder;
import dev.nof1.schema.fixture.TestServer;
import dev.nof1.schema.plan.State;
import dev.nof1.schema.plan.Target;
import dev.nof1.schema.records.Adoption;
import dev.nof1.schema.records.Records;
import dev.nof1.schema.records.Stamp;
import dev.nof1.schema.records.Verification;
import dev.nof1.schema.repository.Finding;
import dev.nof1.schema.repository.Migration;
import dev.nof1.schema.repository.ScriptSettings;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records compared with scripts, and records written without running anything. */
class RecordsTest {
  @TempDir private Path folder;
  private final DataSource database = TestServer.emptyDatabase();
  private ScriptFolder scripts;

  @BeforeEach
  void writeScripts() {
    scripts = ScriptFolder.withChangelog(folder).table(2, "a").table(3, "b").table(4, "c");
  }

  @Test
  void verifiesWhatWasNotTouched() {
    scripts.migrations(database).up();
    scripts.script(
        "2_create_a.sql", "\uFEFFCREATE TABLE a (id int);\r\n-- //@UNDO\r\nDROP TABLE a;");

    assertThat(records().verify()).isEqualTo(new Verification(List.of(), List.of()));
  }

  @Test
  void findsAScriptThatHasChanged() {
    scripts.migrations(database).up();
    scripts.table(2, "other").script("2_create_a.sql", "CREATE TABLE a (id bigint);\n");
    folder.resolve("2_create_other.sql").toFile().delete();

    assertThat(records().verify().faults())
        .containsExactly(
            new Finding(
                Finding.Rule.CHECKSUM,
                folder + "/2_create_a.sql",
                "%s/2_create_a.sql: the script of migration 2 (create a) has changed since it was applied. Bring back the one that was applied and put the change into a new migration; if the change is meant and harmless, 'repair --checksums' records it."
                    .formatted(folder)));

    assertThat(records().acceptScripts()).extracting(Migration::version).containsExactly("2");
    assertThat(records().verify().faults()).isEmpty();
    assertThat(records().acceptScripts()).isEmpty();
  }

  @Test
  void findsWhatIsOutOfOrderOrMissing() {
    scripts.migrations(database).up(1);
    records().apply(records().stamp(Target.version(new BigDecimal(3))));
    execute(database, "DELETE FROM changelog WHERE id = 2");
    folder.resolve("3_create_b.sql").toFile().delete();

    assertThat(records().verify().faults())
        .extracting(Finding::rule)
        .containsExactly(Finding.Rule.ORDER, Finding.Rule.MISSING);
  }

  @Test
  void saysWhatItCannotCompare() {
    scripts.migrations(database).up(3);
    execute(database, "UPDATE changelog SET nof1_schema = NULL WHERE id < 3");

    Verification verification = records().verify();

    assertThat(verification.faults()).isEmpty();
    assertThat(verification.notes())
        .containsExactly(
            "2 applied migrations have no recorded checksum, because another tool has applied them or it could not be written; they were not compared. 'repair --checksums' records what the scripts are now.");
    assertThat(records().acceptScripts()).hasSize(2);
    assertThat(records().verify().notes()).isEmpty();
  }

  @Test
  void notesWhatWasAppliedAgainstTheOrder() {
    scripts.migrations(database).up(3);
    scripts.table(2, "x");
    execute(database, "DELETE FROM changelog WHERE id = 2", "DROP TABLE a");
    folder.resolve("2_create_x.sql").toFile().delete();
    scripts.migrations(database).run(Target.pending());

    assertThat(records().verify().notes())
        .containsExactly(
            "Migration 3 was applied before migration 2, against the order of their ids: a new database gets them the other way round.");
  }

  @Test
  void findsEverythingThatScriptsTellAlone() {
    scripts
        .script("02_again.sql", "SELECT 1;\n-- //@UNDO\nSELECT 1;\n")
        .script("words.sql", "SELECT 1;\n")
        .script("5_no_undo.sql", "SELECT 1;\n")
        .script("6_empty_undo.sql", "SELECT 1;\n-- //@UNDO\n-- nothing\n")
        .script("7_near.sql", "SELECT 1;\n-- @UNDO\nSELECT 2;\n")
        .script(
            "8_near.sql",
            "-- //@NO-TRANSACTION\n-- //@lossy it is\n-- @author me\n-- // a comment\nSELECT 1;\n-- //@UNDO\nSELECT 1;\n-- //@UNDO\n")
        .script("9_irreversible.sql", "SELECT 1;\n-- //@IRREVERSIBLE because\n")
        .script("10_broken.sql", "SELECT 'x;\n-- //@UNDO\nSELECT 1;\n");

    List<Finding> faults =
        Verification.ofScripts(scripts.source(), ScriptSettings.DEFAULT).faults();

    assertThat(faults)
        .extracting(f -> f.rule() + " " + f.place().replace(folder + "/", ""))
        .containsExactly(
            "NAME words.sql",
            "DUPLICATE 2_create_a.sql",
            "UNDO 5_no_undo.sql",
            "UNDO 6_empty_undo.sql",
            "MARKER 7_near.sql",
            "MARKER 8_near.sql:1",
            "MARKER 8_near.sql:2",
            "MARKER 8_near.sql:8",
            "STATEMENT 10_broken.sql");
    assertThat(faults.get(5).message())
        .isEqualTo(
            "%s/8_near.sql:1: '-- //@NO-TRANSACTION' is nearly a directive, but not one, so it does nothing. Write '-- //@NO_TRANSACTION', or reword the comment."
                .formatted(folder));
    assertThat(faults).noneMatch(f -> f.message().contains("Nothing was run"));
  }

  @Test
  void stampsWithoutRunning() {
    scripts.migrations(database).up(1);

    Stamp stamp = records().stamp(Target.head());
    assertThat(stamp.recorded()).extracting(Migration::version).containsExactly("2", "3", "4");
    records().apply(stamp);

    assertThat(tables()).containsExactly("changelog");
    assertThat(scripts.migrations(database).status().in(State.PENDING)).isEmpty();
    assertThat(how(4)).contains("stamp");
    assertThat(records().stamp(Target.head()).isEmpty()).isTrue();
  }

  @Test
  void stampsDownWithoutUndoing() {
    scripts.migrations(database).up();

    Stamp stamp = records().stamp(Target.version(new BigDecimal(2)));
    assertThat(stamp.forgotten()).extracting(Migration::version).containsExactly("4", "3");
    records().apply(stamp);
    assertThat(tables()).containsExactly("a", "b", "c", "changelog");
    assertThat(query(database, "SELECT id FROM changelog ORDER BY id")).containsExactly("1", "2");

    records().apply(records().stamp(Target.base()));
    assertThat(query(database, "SELECT id FROM changelog")).isEmpty();
    assertThat(tables()).contains("changelog");
  }

  @Test
  void stampCreatesNothing() {
    assertThatThrownBy(() -> records().stamp(Target.head()))
        .isInstanceOf(DatabaseException.class)
        .hasMessage(
            "There is no changelog CHANGELOG, so nothing can be recorded in it. Nothing was changed. For an empty database run 'up'; for one that has its tables already, 'baseline ID' creates the changelog.");
    assertThat(tables()).isEmpty();
  }

  @Test
  void recordsOnlyWhatWasAgreedTo() {
    scripts.migrations(database).up(1);
    Stamp stamp = records().stamp(Target.head());
    scripts.migrations(database).up(1);

    assertThatThrownBy(() -> records().apply(stamp))
        .hasMessage(
            "Somebody has changed the changelog CHANGELOG in the meantime. Nothing was recorded. Run this again.");
    assertThatThrownBy(() -> records().stamp(Target.version(new BigDecimal(9))))
        .isInstanceOf(RepositoryException.class)
        .hasMessage(
            "There is no migration with the id 9. Nothing was recorded. 'status' lists the ids.");
  }

  @Test
  void recordsAllOfItOrNothing() {
    scripts.script("3.5_half.sql", "SELECT 1;\n");
    scripts.migrations(database).up(1);

    assertThatThrownBy(() -> records().apply(records().stamp(Target.head())))
        .hasMessageContaining("Migration 3.5 (half) cannot be recorded")
        .hasMessageEndingWith("Nothing was recorded.");
    assertThat(query(database, "SELECT id FROM changelog")).containsExactly("1");
  }

  @Test
  void baselineCreatesTheChangelogAndRecords() {
    execute(database, "CREATE TABLE a (id int)", "CREATE TABLE b (id int)");

    records().apply(records().baseline(new BigDecimal(3)));

    assertThat(query(database, "SELECT id FROM changelog ORDER BY id"))
        .containsExactly("1", "2", "3");
    assertThat(
            query(
                database,
                "SELECT attname || ' ' || format_type(atttypid, atttypmod) || ' ' || attnotnull FROM pg_attribute WHERE attrelid = 'changelog'::regclass AND attnum BETWEEN 1 AND 3"))
        .containsExactly(
            "id numeric(20,0) true",
            "applied_at character varying(25) true",
            "description character varying(255) true");
    assertThat(how(1)).contains("baseline");
    scripts.migrations(database).up();
    assertThat(tables()).containsExactly("a", "b", "c", "changelog");
    scripts.migrations(database).run(Target.base());
    assertThat(tables()).isEmpty();
  }

  @Test
  void baselineIsForDatabasesWithoutRecords() {
    scripts.migrations(database).up(1);

    assertThatThrownBy(() -> records().baseline(new BigDecimal(3)))
        .hasMessage(
            "The changelog CHANGELOG has migrations already, 1 (create changelog) the newest, so there is nothing to begin with. Nothing was recorded. To say that the database is elsewhere, use 'stamp'.");
    execute(database, "DELETE FROM changelog");
    assertThat(records().baseline(new BigDecimal(3)).creates()).isFalse();
  }

  @Test
  void adoptsExactlyTheMigrationsThatAreNamed() {
    Adoption adoption = records().adoption(Set.of(BigDecimal.ONE, BigDecimal.valueOf(3)));

    assertThat(adoption.creates()).isTrue();
    assertThat(adoption.recorded()).extracting(Migration::version).containsExactly("1", "3");
    records().apply(adoption, connection -> {});
    assertThat(scripts.migrations(database).status().in(State.APPLIED))
        .extracting(Migration::version)
        .containsExactly("1", "3");
    assertThat(how(3)).contains("import");
    assertThat(records().verify().faults())
        .extracting(Finding::rule)
        .containsExactly(Finding.Rule.ORDER);
    Adoption more = records().adoption(Set.of(BigDecimal.ONE, BigDecimal.valueOf(4)));
    assertThat(more.known()).extracting(Migration::version).containsExactly("1");
    assertThat(more.recorded()).extracting(Migration::version).containsExactly("4");
    assertThat(records().adoption(Set.of(BigDecimal.ONE)).isEmpty()).isTrue();
  }

  @Test
  void adoptsNothingWhereItsPremiseHoldsNoMore() {
    Adoption adoption = records().adoption(Set.of(BigDecimal.ONE));

    assertThatThrownBy(
            () ->
                records()
                    .apply(
                        adoption,
                        connection -> {
                          throw new DatabaseException("It has changed.");
                        }))
        .isInstanceOf(DatabaseException.class)
        .hasMessage("It has changed.");
    assertThat(query(database, "SELECT to_regclass('changelog') IS NULL")).containsExactly("t");
    assertThatThrownBy(() -> records().adoption(Set.of(BigDecimal.TEN)))
        .isInstanceOf(RepositoryException.class)
        .hasMessage(
            "There is no migration with the id 10. Nothing was recorded. 'status' lists the ids.");
    records().apply(adoption, connection -> {});
    assertThatThrownBy(() -> records().apply(adoption, connection -> {}))
        .hasMessageStartingWith("Somebody has changed the changelog");
  }

  private Optional<String> how(int id) {
    return Optional.ofNullable(records().all().get(new BigDecimal(id))).flatMap(Recorded::how);
  }

  private List<String> tables() {
    return query(
        database,
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1");
  }

  private Records records() {
    return scripts.migrations(database).records();
  }
}
