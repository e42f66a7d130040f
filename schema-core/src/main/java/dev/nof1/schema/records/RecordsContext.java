package dev.nof1.schema.records;

import dev.nof1.schema.changelog.Changelog;
import dev.nof1.schema.changelog.ChangelogProblems;
import dev.nof1.schema.event.MigrationListener;
import dev.nof1.schema.plan.Planner;
import dev.nof1.schema.plan.Status;
import dev.nof1.schema.repository.MigrationSource;
import dev.nof1.schema.repository.Script;
import dev.nof1.schema.repository.ScriptSettings;
import dev.nof1.schema.run.Engine;
import dev.nof1.schema.session.Connections;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Collaborators of all work on the records of one database.
 *
 * @param source where the scripts are
 * @param settings how they are read
 * @param changelog the table
 * @param listener receives the events
 * @param connections lends a connection for one piece of work
 * @param engine ends what an earlier run left unfinished
 */
public record RecordsContext(
    MigrationSource source,
    ScriptSettings settings,
    Changelog changelog,
    MigrationListener listener,
    Connections connections,
    Engine engine) {

  List<Script> scripts() {
    return source.scripts(settings);
  }

  Status status(Connection connection, List<Script> scripts) throws SQLException {
    return Planner.status(connection.getCatalog(), scripts, changelog.read(connection));
  }

  /**
   * Checks whether more than a row can be recorded; reports why where the server refuses the
   * column.
   */
  boolean canRecord(Connection connection) throws SQLException {
    return changelog.canRecord(connection, this::cannotRecord);
  }

  void cannotRecord(String why) {
    listener.notice(ChangelogProblems.unrecorded(settings.masked(why)));
  }

  /**
   * Runs a change that leaves nothing when it fails, or says itself what it leaves. Retries it
   * where the changelog is locked.
   */
  <T> T locked(Connections.Task<T> work) {
    return connections.locked(c -> connections.tried(c, "Nothing was changed.", work));
  }

  /** Makes all of a change in one transaction, or none of it. */
  static void atOnce(Connection connection, Connections.Task<?> work) throws SQLException {
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
