package dev.nof1.schema.index;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Indexes that are there but not valid, because building them did not come to its end. */
public final class InvalidIndexes {
  private InvalidIndexes() {}

  /**
   * Finds all of them.
   *
   * @param connection to ask by
   * @return their names as SQL, sorted
   * @throws SQLException if the server cannot be asked
   */
  public static List<String> all(Connection connection) throws SQLException {
    return matching(connection, "");
  }

  /**
   * Finds those whose name stands in a text, as a word.
   *
   * @param connection to ask by
   * @param lowerCaseText such as a script
   * @return their names as SQL, sorted
   * @throws SQLException if the server cannot be asked
   */
  public static List<String> namedIn(Connection connection, String lowerCaseText)
      throws SQLException {
    return matching(connection, lowerCaseText);
  }

  /**
   * Drops one, without locking its table against writing.
   *
   * @param connection outside a transaction
   * @param index its name as SQL
   * @throws SQLException if it cannot be dropped
   */
  public static void drop(Connection connection, String index) throws SQLException {
    try (Statement drop = connection.createStatement()) {
      drop.execute("DROP INDEX CONCURRENTLY " + index);
    }
  }

  private static List<String> matching(Connection connection, String text) throws SQLException {
    List<String> names = new ArrayList<>();
    try (PreparedStatement query =
            connection.prepareStatement(
                "SELECT indexrelid::regclass::text, relname FROM pg_index JOIN pg_class c ON c.oid = indexrelid WHERE NOT indisvalid ORDER BY 1");
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        String name = row.getString(2).toLowerCase(Locale.ROOT);
        if (text.isEmpty() || words(text).contains(name) || text.contains("\"" + name + "\"")) {
          names.add(row.getString(1));
        }
      }
    }
    return names;
  }

  private static List<String> words(String text) {
    return List.of(text.split("[^\\p{L}\\p{N}_$]+"));
  }
}
