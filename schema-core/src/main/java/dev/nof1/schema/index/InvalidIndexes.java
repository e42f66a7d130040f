package dev.nof1.schema.index;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Indexes that are there but not valid, because building them did not come to its end. */
public final class InvalidIndexes {
  private InvalidIndexes() {}

  /**
   * Finds all of them, those included that somebody is building just now.
   *
   * @param connection to ask by
   * @return their names as SQL, sorted
   * @throws SQLException if the server cannot be asked
   */
  public static List<String> all(Connection connection) throws SQLException {
    List<String> names = new ArrayList<>();
    try (Statement query = connection.createStatement();
        ResultSet row =
            query.executeQuery(
                "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid ORDER BY 1")) {
      while (row.next()) {
        names.add(row.getString(1));
      }
    }
    return names;
  }
}
