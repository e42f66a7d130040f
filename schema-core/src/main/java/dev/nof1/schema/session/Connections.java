package dev.nof1.schema.session;

import dev.nof1.schema.changelog.Changelog;
import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.error.RepositoryException;
import dev.nof1.schema.event.Blocker;
import dev.nof1.schema.event.MigrationListener;
import dev.nof1.schema.repository.ScriptSettings;
import dev.nof1.schema.sql.driver.Cause;
import dev.nof1.schema.sql.driver.ChangedSettings;
import dev.nof1.schema.sql.driver.DriverStatement;
import dev.nof1.schema.sql.driver.SessionPremise;
import dev.nof1.schema.sql.driver.SqlStates;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Lends a connection for one piece of work, and gives it back as it was. Nothing here waits without
 * limit for a changelog that somebody has locked: it says who has.
 */
public record Connections(
    DataSource dataSource,
    ScriptSettings settings,
    Changelog changelog,
    Duration lockPatience,
    MigrationListener listener,
    Limits limits) {

  public interface Task<T> {
    T on(Connection connection) throws SQLException;
  }

  /**
   * Asks a question in one transaction, so that its time limit reaches nobody else behind a pooler
   * either; tried once.
   */
  public <T> T with(Task<T> work) {
    return lent(connection -> asked(connection, work));
  }

  /** Asks a question about a change, and refuses where the change would be refused. */
  public <T> T planning(Task<T> work) {
    return lent(
        connection -> {
          try {
            Pooler.refuse(dataSource, connection);
            DriverStatement.refuseQueryMode(connection);
          } catch (DatabaseException e) {
            // An answer, unlike a database that cannot be asked.
            throw new RepositoryException(String.valueOf(e.getMessage()), e);
          }
          return asked(connection, work);
        });
  }

  private <T> T asked(Connection connection, Task<T> work) throws SQLException {
    try {
      return inTransaction(connection, work);
    } catch (SQLException e) {
      if (!SqlStates.isLockNotGot(SqlStates.of(e))) {
        throw e;
      }
      throw locked(holders(connection), "", "Nothing was changed.", e);
    }
  }

  private <T> T inTransaction(Connection connection, Task<T> work) throws SQLException {
    connection.setAutoCommit(false);
    T answer;
    try {
      limits.applyToTransaction(connection);
      SessionPremise.inTransaction(connection, settings.sessionTimeZone());
      answer = work.on(connection);
      connection.commit();
    } catch (SQLException | RuntimeException e) {
      try {
        if (!connection.isClosed()) {
          connection.rollback();
          connection.setAutoCommit(true);
        }
      } catch (SQLException secondary) {
        e.addSuppressed(secondary);
      }
      throw e;
    }
    connection.setAutoCommit(true);
    return answer;
  }

  /** Makes a change while no other migrator is at work, in auto-commit mode and within limits. */
  public <T> T locked(Task<T> work) {
    return lent(
        connection -> {
          Pooler.refuse(dataSource, connection);
          DriverStatement.refuseQueryMode(connection);
          Map<String, String> premise =
              SessionPremise.settings(connection, settings.sessionTimeZone());
          premise.putAll(limits.settings(connection));
          // For the wait for another migrator, too: the server ends who is idle for too long.
          try (ChangedSettings session = ChangedSettings.of(connection, premise);
              MigrationLock lock =
                  MigrationLock.acquire(
                      connection, changelog.name(), lockPatience, listener::waiting)) {
            return work.on(connection);
          }
        });
  }

  /**
   * Tries again what met a lock on the changelog, in no transaction.
   *
   * @param stays what is true when it was tried to no avail
   * @param work leaves nothing when it fails
   */
  public <T> T tried(Connection connection, String stays, Task<T> work) throws SQLException {
    AtomicLong began = new AtomicLong();
    Retry.Waits waits = waits(connection, began);
    Retry retry = new Retry(limits, waits);
    while (true) {
      began.set(System.nanoTime());
      try {
        return work.on(connection);
      } catch (SQLException e) {
        if (!SqlStates.isLockNotGot(SqlStates.of(e))) {
          throw e;
        }
        if (!retry.again(SqlStates.of(e))) {
          throw locked(waits.blockers().get(), " " + retry.triedWords(), stays, e);
        }
      }
    }
  }

  private List<Blocker> holders(Connection connection) throws SQLException {
    return Activity.lockers(connection, changelog.name(), settings::masked);
  }

  private DatabaseException locked(
      List<Blocker> who, String tried, String stays, SQLException cause) {
    String names = who.stream().map(Blocker::toString).collect(Collectors.joining("; and by "));
    return new DatabaseException(
        "The changelog %s is locked%s, and was not free within lock_timeout (%d ms).%s %s%s"
            .formatted(
                changelog.name(),
                names.isEmpty() ? "" : " by " + names,
                limits.lockTimeout().toMillis(),
                tried,
                stays,
                Advice.UNBLOCK),
        cause);
  }

  /** Waits for the changelog itself, not for what a migration changes. */
  private Retry.Waits waits(Connection connection, AtomicLong began) {
    return new Retry.Waits(
        "the changelog " + changelog.name(),
        () -> {
          try {
            return holders(connection);
          } catch (SQLException e) {
            // Who it is cannot be seen; the next try says what is wrong.
            return List.of();
          }
        },
        () -> Duration.ofNanos(System.nanoTime() - began.get()),
        (tried, pause, who) ->
            listener.notice(
                "The changelog %s is locked%s (try %d of %d). Trying again in %d ms."
                    .formatted(
                        changelog.name(),
                        who.isEmpty()
                            ? ""
                            : " by "
                                + who.stream()
                                    .map(Blocker::toString)
                                    .collect(Collectors.joining("; by ")),
                        tried,
                        limits.tries(),
                        pause.toMillis())));
  }

  /**
   * Auto-commit while nothing is being migrated, so that no transaction is left open during a wait;
   * and READ COMMITTED, so that a script that locks a table and then looks at it sees what was
   * committed before the lock.
   */
  private <T> T lent(Task<T> work) {
    try (Connection connection = dataSource.getConnection()) {
      try {
        return lent(connection, work);
      } catch (SQLException e) {
        throw unusable(e, connection);
      }
    } catch (SQLException e) {
      throw unusable(e, null);
    }
  }

  private static <T> T lent(Connection connection, Task<T> work) throws SQLException {
    boolean autoCommit = connection.getAutoCommit();
    connection.setAutoCommit(true);
    int isolation = connection.getTransactionIsolation();
    connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    T result;
    try {
      result = work.on(connection);
    } catch (RuntimeException | SQLException e) {
      try {
        restore(connection, isolation, autoCommit);
      } catch (SQLException secondary) {
        e.addSuppressed(secondary);
      }
      throw e;
    }
    restore(connection, isolation, autoCommit);
    return result;
  }

  private static DatabaseException unusable(SQLException e, @Nullable Connection connection) {
    return new DatabaseException(
        "The database cannot be used: %s.%s"
            .formatted(SqlStates.describe(e).replaceFirst("\\.$", ""), advice(e, connection)),
        e);
  }

  private static String advice(SQLException e, @Nullable Connection connection) {
    if (unsupportedByPooler(e)) {
      return " A pooler (PgBouncer) is between: for migrations connect to the server itself.";
    }
    Cause cause = Cause.of(e);
    if (cause == Cause.CONNECTION_LOST || cause == Cause.OTHER) {
      return SqlStates.isConnectFailure(e)
          ? " Check that it runs and that host, port, name, user and password are right."
          : "";
    }
    Advice advice = Advice.of(cause, Advice.Circumstances.withoutScript(connection), "");
    return advice.remedy() + advice.again();
  }

  /** Recognises PgBouncer's refusal of parameters that it does not pass on. */
  private static boolean unsupportedByPooler(SQLException e) {
    return String.valueOf(e.getMessage()).contains("unsupported startup parameter");
  }

  private static void restore(Connection connection, int isolation, boolean autoCommit)
      throws SQLException {
    if (!connection.isClosed()) {
      connection.setTransactionIsolation(isolation);
      connection.setAutoCommit(autoCommit);
    }
  }
}
