package dev.nof1.schema;

import static dev.nof1.schema.fixture.TestServer.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.error.MigrationFailedException;
import dev.nof1.schema.fixture.ScriptFolder;
import dev.nof1.schema.fixture.TestServer;
import dev.nof1.schema.records.Records;
import dev.nof1.schema.records.Stamp;
import java.math.BigDecimal;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** What to do next is chosen by the cause; one SQLSTATE may have several. */
class AdviceTest {
  private static final String OUTSIDE =
      " That statement cannot run in a transaction: put it in a script of its own with the line '-- //@NO_TRANSACTION'. Then run this again.";

  /** What may have committed a part is not run again as if nothing had happened. */
  private static final String NOTED =
      " How far it got is noted: fix what was wrong, and 'schema-cli repair' goes on from there or takes it back.";

  @TempDir private Path folder;
  private final DataSource database = TestServer.emptyDatabase();
  private ScriptFolder scripts;

  @BeforeEach
  void writeScripts() {
    scripts = ScriptFolder.withChangelog(folder);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1; SET TRANSACTION ISOLATION LEVEL SERIALIZABLE;",
        "SELECT 1; SET TRANSACTION DEFERRABLE;",
        "SET TRANSACTION READ ONLY; SELECT 1; SET TRANSACTION READ WRITE;"
      })
  void aTransactionThatHasBegun(String statements) {
    scripts.script("2_t.sql", statements);

    refused(
        " The kind of a transaction is set before its first query: put SET TRANSACTION before all other statements of the script. Then run this again.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"08006", "08001", "57P01"})
  void whatAScriptRaisesIsNoLostConnection(String sqlState) {
    scripts.script(
        "2_t.sql", "DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '" + sqlState + "'; END $$;");

    refused(" Fix the script and run this again.");
  }

  @Test
  void aTransactionThatBeginsAsTheScriptSays() {
    scripts.script(
        "2_t.sql",
        "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE; CREATE TABLE t AS SELECT current_setting('transaction_isolation') AS level;");

    migrations().up();

    assertThat(query(database, "SELECT level FROM t")).containsExactly("serializable");
  }

  @Test
  void aCommandInABlock() {
    String remedy =
        " That command cannot run in a function or block: make it a statement of its own, in a script with the line '-- //@NO_TRANSACTION'.";
    scripts.script("2_t.sql", "DO $$ BEGIN EXECUTE 'VACUUM'; END $$;");
    refused(remedy + " Then run this again.");

    scripts.script("2_t.sql", "-- //@NO_TRANSACTION\nDO $$ BEGIN EXECUTE 'VACUUM'; END $$;");
    refused(remedy + NOTED);
  }

  /** What only the server knows to be such a statement. */
  @Test
  void aCommandInATransaction() {
    scripts.script(
        "2_t.sql",
        "CREATE TABLE t (i int) PARTITION BY LIST (i); /* all parts */ REINDEX TABLE t;");

    refused(OUTSIDE);
  }

  @Test
  void aBlockThatCommits() {
    scripts.script("2_t.sql", "DO $$ BEGIN COMMIT; END $$;");

    refused(
        " What commits by itself cannot run in a transaction: put it in a script of its own with the line '-- //@NO_TRANSACTION'. Then run this again.");
  }

  @Test
  void aBlockThatCommitsWhereItCannot() {
    scripts.script(
        "2_t.sql",
        "-- //@NO_TRANSACTION\nDO $$ BEGIN BEGIN COMMIT; EXCEPTION WHEN division_by_zero THEN NULL; END; END $$;");

    refused(
        " Only a procedure or DO block that is itself the statement can commit, and not while it handles exceptions (BEGIN … EXCEPTION)."
            + NOTED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"LOCK TABLE pg_class", "SAVEPOINT s", "DECLARE c CURSOR FOR SELECT 1"})
  void aCommandThatNeedsATransaction(String statement) {
    scripts.script("2_t.sql", "-- //@NO_TRANSACTION\n" + statement + ";");

    refused(
        " That statement needs a transaction: put it in a script without the line '-- //@NO_TRANSACTION'. Then run this again.");
  }

  @Test
  void theSameOnAServerThatSpeaksAnotherLanguage() {
    // The routine is the same in every language; a message of our own stands in for a translation.
    scripts.script(
        "2_t.sql",
        "DO $$ BEGIN RAISE EXCEPTION 'VACUUM cannot run inside a transaction block' USING ERRCODE = '25001'; END $$;");

    refused(" Fix the script and run this again.");
  }

  @Test
  void anEnumValueThatIsUsedTooSoon() {
    scripts.script("2_t.sql", "CREATE TYPE e AS ENUM ('a');");
    migrations().up();
    scripts.script("3_t.sql", "ALTER TYPE e ADD VALUE 'b'; SELECT 'b'::e;");

    refused(" Use the value in a later script than the one that adds it. Then run this again.");

    scripts.script("3_t.sql", "ALTER TYPE e ADD VALUE 'b';").script("4_t.sql", "SELECT 'b'::e;");
    assertThatThrownBy(() -> builder().singleTransaction(true).build().up())
        .hasMessageEndingWith(
            " All migrations are one transaction here: run them without the single transaction, and use the value in a later script than the one that adds it. Then run this again.");
  }

  @Test
  void aSchemaThatIsNotThere() {
    address().setCurrentSchema("nowhere");

    refused(
        " There is no schema that search_path names: it is 'nowhere'. Create the schema, or correct the name: currentSchema in the URL, what --each lists, or a setting of the role or the database. Then run this again.");
  }

  @Test
  void aSearchPathThatTheScriptHasEmptied() {
    scripts.script(
        "1_create_changelog.sql",
        "SELECT pg_catalog.set_config('search_path', '', false);\n" + ScriptFolder.CHANGELOG);

    refused(
        " The script has changed search_path to what names no schema (pg_dump writes such a line: set_config('search_path', '', false)). Remove that, or name the schema of what is created. Then run this again.");
  }

  @Test
  void aDatabaseThatIsReadOnly() {
    address().setOptions("-c default_transaction_read_only=on");

    refused(
        " default_transaction_read_only is on, for the server, the database, the role or in the URL: somebody wants no changes, or the disk is full. SELECT source, sourcefile FROM pg_settings WHERE name = 'default_transaction_read_only' shows where. Find out why, and turn it off. Then run this again.");
  }

  @Test
  void aConnectionThatIsReadOnly() {
    address().setReadOnly(true);

    refused(
        " The connection is read-only by its own setting: remove readOnly from the URL or the pool. Then run this again.");
    Records records = migrations().records();
    Stamp stamp = records.baseline(BigDecimal.ONE);
    assertThatThrownBy(() -> records.apply(stamp))
        .hasMessageContaining("The connection is read-only by its own setting");
  }

  @Test
  void aScriptThatMakesItselfReadOnly() {
    scripts.script("2_t.sql", "SET TRANSACTION READ ONLY; CREATE TABLE t ();");

    refused(" Fix the script and run this again.");
  }

  @Test
  void aDriverThatWaitsNoLonger() {
    migrations().up();
    address().setSocketTimeout(1);
    scripts.script("2_t.sql", "SELECT pg_sleep(3);");

    refused(
        " The driver waits for an answer only as long as socketTimeout says, in the URL or the pool; the server may still be at work on the statement. Remove it for migrations, or give it more time; statement_timeout limits a statement at the server. Then run this again.");
  }

  @Test
  void aSettingThatTheDriverNeedsChangedOutOfSight() {
    scripts.script("2_t.sql", "DO $$ BEGIN SET client_encoding = 'LATIN1'; END $$;");

    refused(
        " The statement changes a setting that the JDBC driver depends on (client_encoding, DateStyle), so the driver ended the connection. Remove what changes it. Then run this again.");
  }

  @Test
  void noHostOfTheTypeAskedFor() {
    address().setTargetServerType("secondary");

    assertThatThrownBy(() -> migrations().up())
        .hasMessageStartingWith("The database cannot be used: ")
        .hasMessageEndingWith(
            " None of the URL's hosts is what targetServerType asks for, or none can be reached. Migrations need targetServerType=primary. Then run this again.");
  }

  @Test
  void aSettingThatTheServerDoesNotKnow() {
    scripts.script("2_t.sql", "SET transaction_timeouts = 0;");

    refused(
        " This server does not know that setting. A line such as SET transaction_timeout = 0 comes from a newer version's pg_dump and can go. Then run this again.");
  }

  @Test
  void aRoleThatTheServerDoesNotKnow() {
    scripts.script("2_t.sql", "CREATE TABLE t (); GRANT SELECT ON t TO no_such_role_of_ours;");

    refused(
        " Roles belong to the server, not to a database: create it on this one (CREATE ROLE), or correct its name. Then run this again.");
  }

  @Test
  void aRemedyIsGivenWhereARepairIsNeededToo() {
    scripts.script("2_t.sql", "-- //@NO_TRANSACTION\nSELECT 1;\nSAVEPOINT s;");

    refused(
        " That statement needs a transaction: put it in a script without the line '-- //@NO_TRANSACTION'. How far it got is noted: fix what was wrong, and 'schema-cli repair' goes on from there or takes it back.");
  }

  private void refused(String advice) {
    thrownByUp().isInstanceOf(MigrationFailedException.class).hasMessageEndingWith("." + advice);
  }

  private AbstractThrowableAssert<?, ? extends Throwable> thrownByUp() {
    return assertThatThrownBy(() -> migrations().up());
  }

  /** The database's address, to be changed for this test. */
  private PGSimpleDataSource address() {
    return (PGSimpleDataSource) database;
  }

  private Migrations migrations() {
    return builder().build();
  }

  private Migrations.Builder builder() {
    return Migrations.builder(database).source(scripts.source());
  }
}
