package dev.nof1.schema;

import dev.nof1.schema.changelog.Changelog;
import dev.nof1.schema.changelog.MigrationLock;
import dev.nof1.schema.repository.MigrationSource;
import dev.nof1.schema.repository.Script;
import dev.nof1.schema.repository.ScriptSettings;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What all work on one database's migrations needs.
 *
 * @param runner ends what an earlier run left unfinished
 * @param connections opens a connection, in auto-commit mode, for one piece of work
 */
record Session(
    MigrationSource source,
    ScriptSettings settings,
    Changelog changelog,
    Duration lockPatience,
    MigrationListener listener,
    Connections connections,
    Runner runner) {

  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  interface Connections {
    <T> T with(Work<T> work);
  }

  interface Runner {
    void run(Connection connection, Plan plan, Map<BigDecimal, Script> scripts, int resumeAt)
        throws SQLException;
  }

  List<Script> scripts() {
    return source.scripts(settings);
  }

  Status status(Connection connection, List<Script> scripts) throws SQLException {
    return Planner.status(connection.getCatalog(), scripts, changelog.read(connection));
  }

  <T> T locked(Work<T> work) {
    return connections.with(
        connection -> {
          try (MigrationLock lock =
              MigrationLock.acquire(
                  connection, changelog.name(), lockPatience, listener::waiting)) {
            return work.on(connection);
          }
        });
  }

  /** All of it in one transaction, or none. */
  static void atOnce(Connection connection, Work<?> work) throws SQLException {
    connection.setAutoCommit(false);
    try {
      work.on(connection);
      connection.commit();
    } catch (SQLException | RuntimeException e) {
      try {
        connection.rollback();
      } catch (SQLException secondary) {
        e.addSuppressed(secondary);
      }
      throw e;
    } finally {
      if (!connection.isClosed()) {
        connection.setAutoCommit(true);
      }
    }
  }
}
