package dev.nof1.schema;

import static dev.nof1.schema.fixture.TestServer.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.event.MigrationListener;
import dev.nof1.schema.fixture.Blocker;
import dev.nof1.schema.fixture.ScriptFolder;
import dev.nof1.schema.fixture.TestServer;
import dev.nof1.schema.plan.State;
import dev.nof1.schema.plan.Target;
import dev.nof1.schema.records.Records;
import dev.nof1.schema.records.Stamp;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Somebody has locked the changelog: nobody waits for that without limit, or without a word. */
@Timeout(60)
class LockedChangelogTest {
  private static final String LOCK = "LOCK TABLE changelog IN ACCESS EXCLUSIVE MODE";

  @TempDir private Path folder;
  private final DataSource database = TestServer.emptyDatabase();
  private final List<String> notices = new ArrayList<>();
  private Runnable atNotice = () -> {};
  private ScriptFolder scripts;

  @BeforeEach
  void migrate() {
    scripts = ScriptFolder.withChangelog(folder).table(2, "t");
    migrations(2).up();
    scripts.table(3, "u");
  }

  @Test
  void questionsSayWhoHasIt() {
    Records records = migrations(10).records();
    try (Blocker blocker = Blocker.holding(database, LOCK)) {
      for (ThrowingCallable question :
          List.<ThrowingCallable>of(
              migrations(10)::status,
              () -> migrations(10).plan(Target.head()),
              records::verify,
              () -> records.stamp(Target.head()))) {
        assertThatThrownBy(question)
            .isInstanceOf(DatabaseException.class)
            .hasMessageMatching(
                "The changelog CHANGELOG is locked by server process %s \\(PostgreSQL JDBC Driver, idle in transaction, for \\d+ s\\): %s, and was not free within lock_timeout \\(200 ms\\)\\. Nothing was changed\\. Run this again when nothing blocks it any more \\(SELECT pg_terminate_backend\\(pid\\) ends what does\\), or give it a longer lock_timeout\\."
                    .formatted(blocker.pid(), LOCK));
      }
    }
    assertThat(notices).isEmpty();
    assertThat(migrations(1).status().in(State.PENDING)).hasSize(1);
  }

  @Test
  void changesTryAgain() {
    try (Blocker blocker = Blocker.holding(database, LOCK)) {
      atNotice = () -> blocker.release();

      assertThat(migrations(5).up().steps()).hasSize(1);

      assertThat(notices)
          .singleElement()
          .asString()
          .matches(
              "The changelog CHANGELOG is locked by server process %s \\(.*\\): %s \\(try 1 of 5\\)\\. Trying again in \\d+ ms\\."
                  .formatted(blocker.pid(), LOCK));
    }
    assertThat(query(database, "SELECT max(id) FROM changelog")).containsExactly("3");
  }

  @Test
  void changesGiveUp() {
    Stamp stamp = migrations(2).records().stamp(Target.version(BigDecimal.ONE));
    try (Blocker blocker = Blocker.holding(database, LOCK)) {
      assertThatThrownBy(migrations(2)::up)
          .hasMessageStartingWith(
              "The changelog CHANGELOG is locked by server process " + blocker.pid())
          .hasMessageContaining(
              "and was not free within lock_timeout (200 ms). It was tried 2 times in ");
      assertThatThrownBy(() -> migrations(2).records().apply(stamp))
          .hasMessageContaining(" s. Nothing was changed. Run this again");
    }
    assertThat(query(database, "SELECT max(id) FROM changelog")).containsExactly("2");
  }

  @Test
  void rowsTriedAgainAreRecordedOnce() {
    Stamp stamp = migrations(2).records().stamp(Target.head());
    try (Blocker blocker = Blocker.holding(database, "INSERT INTO changelog VALUES (3, '', '')")) {
      atNotice = () -> blocker.release();

      migrations(5).records().apply(stamp);
    }
    assertThat(notices).hasSize(1);
    assertThat(query(database, "SELECT id FROM changelog ORDER BY 1"))
        .containsExactly("1", "2", "3");
  }

  private Migrations migrations(int tries) {
    return Migrations.builder(database)
        .source(scripts.source())
        .lockTimeout(Duration.ofMillis(200))
        .lockTries(tries)
        .listener(
            new MigrationListener() {
              @Override
              public void notice(String text) {
                notices.add(text);
                atNotice.run();
              }
            })
        .build();
  }
}
