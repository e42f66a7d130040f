package dev.nof1.schema.records;

import dev.nof1.schema.changelog.Changelog;
import dev.nof1.schema.changelog.ChangelogProblems;
import dev.nof1.schema.event.MigrationListener;
import dev.nof1.schema.plan.HeldScripts;
import dev.nof1.schema.plan.Plan;
import dev.nof1.schema.plan.Planner;
import dev.nof1.schema.plan.Status;
import dev.nof1.schema.repository.MigrationSource;
import dev.nof1.schema.repository.Script;
import dev.nof1.schema.repository.ScriptSettings;
import dev.nof1.schema.session.Connections;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * What all work on one database's migrations needs.
 *
 * @param connections lends a connection for one piece of work
 * @param runner ends what an earlier run left unfinished
 */
public record Session(
    MigrationSource source,
    ScriptSettings settings,
    Changelog changelog,
    MigrationListener listener,
    Connections connections,
    Runner runner) {

  public interface Runner {
    void run(Connection connection, Plan plan, HeldScripts scripts, int resumeAt)
        throws SQLException;
  }

  public List<Script> scripts() {
    return source.scripts(settings);
  }

  public Status status(Connection connection, List<Script> scripts) throws SQLException {
    return Planner.status(connection.getCatalog(), scripts, changelog.read(connection));
  }

  /** Whether more than a row can be recorded; says why where the server refuses the column. */
  public boolean canRecord(Connection connection) throws SQLException {
    return changelog.canRecord(connection, this::cannotRecord);
  }

  public void cannotRecord(String why) {
    listener.notice(ChangelogProblems.unrecorded(settings.masked(why)));
  }

  /**
   * For a change that leaves nothing when it fails, or says itself what it leaves. Tried again
   * where the changelog is locked.
   */
  public <T> T locked(Connections.Task<T> work) {
    return connections.locked(c -> connections.tried(c, "Nothing was changed.", work));
  }

  /** All of it in one transaction, or none. */
  public static void atOnce(Connection connection, Connections.Task<?> work) throws SQLException {
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
