package dev.nof1.schema.postgres;

import dev.nof1.schema.sql.driver.SessionPremise;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Opens connections whose time zone is UTC. The driver sends the JVM's, so that a test would see
 * other days on another machine.
 */
final class UtcDataSource extends PGSimpleDataSource {
  private static final long serialVersionUID = 1L;

  @Override
  public Connection getConnection(@Nullable String user, @Nullable String password)
      throws SQLException {
    Connection connection = super.getConnection(user, password);
    try {
      SessionPremise.inUtc(connection);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }
}
