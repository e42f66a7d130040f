package dev.nof1.schema.junit.server;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** First column of a query's rows, as text. */
public final class FirstColumn {
  private FirstColumn() {}

  /**
   * Reads it.
   *
   * @param connection is asked
   * @param sql the query
   * @return a text for each row
   * @throws SQLException if the server refuses
   */
  public static List<String> of(Connection connection, String sql) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(sql);
        ResultSet row = query.executeQuery()) {
      List<String> values = new ArrayList<>();
      while (row.next()) {
        values.add(row.getString(1));
      }
      return values;
    }
  }
}
