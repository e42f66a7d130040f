package dev.nof1.schema.scratch;

import dev.nof1.schema.catalog.Difference;
import dev.nof1.schema.catalog.ObjectKind;
import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.sql.driver.SqlStates;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Lets one server say in its own words what two major versions have written: each definition of a
 * view is given to it, and read back. Then they can be compared after all.
 */
final class Rewriting {
  private Rewriting() {}

  /**
   * Compares again on the scratch server what could not be compared before. Leaves nothing behind.
   */
  static Drift settled(Drift drift, DataSource scratch) {
    if (drift.inconclusive().isEmpty()) {
      return drift;
    }
    List<Difference> sure = new ArrayList<>(drift.differences());
    List<Difference> inconclusive = new ArrayList<>();
    try (Connection connection = scratch.getConnection()) {
      connection.setAutoCommit(false);
      for (Difference difference : drift.inconclusive()) {
        Optional<String> before = rewritten(connection, difference, difference.before());
        Optional<String> after = rewritten(connection, difference, difference.after());
        if (before.isEmpty() || after.isEmpty()) {
          inconclusive.add(difference);
        } else if (!before.equals(after)) {
          sure.add(difference);
        }
      }
    } catch (SQLException e) {
      throw new DatabaseException(
          "The scratch database cannot be used: " + SqlStates.describe(e) + ".", e);
    }
    return new Drift(
        drift.status(),
        drift.expectedMajor(),
        drift.actualMajor(),
        sure,
        inconclusive,
        drift.ignored());
  }

  /** Empty where the server does not understand it, or it is no view. */
  private static Optional<String> rewritten(
      Connection connection, Difference difference, Optional<String> definition)
      throws SQLException {
    boolean view =
        difference.kind() == ObjectKind.VIEW || difference.kind() == ObjectKind.MATERIALIZED_VIEW;
    if (!view || definition.isEmpty()) {
      return Optional.empty();
    }
    try (Statement statement = connection.createStatement()) {
      // A definition qualifies all names, because it was read like this, too.
      statement.execute("SET LOCAL search_path = ''");
      statement.setEscapeProcessing(false);
      statement.execute("CREATE TEMPORARY VIEW rewritten AS " + definition.get());
      try (ResultSet row =
          statement.executeQuery("SELECT pg_get_viewdef('pg_temp.rewritten'::regclass)")) {
        row.next();
        return Optional.ofNullable(row.getString(1));
      }
    } catch (SQLException e) {
      if (SqlStates.isConnectionLost(String.valueOf(e.getSQLState()))) {
        throw e;
      }
      // What it is about may be there on one side only.
      return Optional.empty();
    } finally {
      connection.rollback();
    }
  }
}
