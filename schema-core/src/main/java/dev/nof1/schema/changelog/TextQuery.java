package dev.nof1.schema.changelog;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * A query whose parameters are texts.
 *
 * @param sql with a question mark for each parameter
 * @param parameters in the order of the question marks
 */
public record TextQuery(String sql, List<String> parameters) {
  /** Takes what such a query answers. */
  public interface Answer {
    /**
     * Reads a row.
     *
     * @param row stands on it
     * @throws SQLException if it cannot be read
     */
    void read(ResultSet row) throws SQLException;
  }

  /**
   * Copies the list.
   *
   * @param sql with a question mark for each parameter
   * @param parameters in the order of the question marks
   */
  public TextQuery {
    parameters = List.copyOf(parameters);
  }

  /**
   * Fills in the first parameters of a statement that begins with this query.
   *
   * @param statement the statement
   * @throws SQLException if it has too few
   */
  public void bind(PreparedStatement statement) throws SQLException {
    for (int i = 0; i < parameters.size(); i++) {
      statement.setString(i + 1, parameters.get(i));
    }
  }
}
