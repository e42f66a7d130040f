package dev.nof1.schema.testdb;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import javax.sql.DataSource;

/**
 * A connection that was opened before it was asked for. What a new one would be like may have
 * changed since: another test ended its session or gave the role other settings, or the JVM has
 * another time zone, which the driver sends.
 */
final class ReadyConnection {
  private static final int ANSWER_MILLIS = 5000;

  /**
   * Query for the settings that the server gives a new session in this database. It runs when the
   * connection is opened as well: a backend's first statement takes a millisecond longer than those
   * after it.
   *
   * @see <a href="https://www.postgresql.org/docs/current/catalog-pg-db-role-setting.html">
   *     pg_db_role_setting</a>
   */
  private static final String SETTINGS =
      """
      SELECT s.setdatabase::text || ' ' || s.setrole::text || ' ' || s.setconfig::text
      FROM pg_catalog.pg_db_role_setting AS s
      WHERE s.setdatabase IN (
          0, (SELECT d.oid FROM pg_catalog.pg_database AS d
              WHERE d.datname OPERATOR(pg_catalog.=) pg_catalog.current_database()))
        AND s.setrole IN (
          0, pg_catalog.to_regrole(pg_catalog.quote_ident(current_user::text))::oid)
      ORDER BY 1
      """;

  private final Connection connection;
  private final TimeZone zone;
  private final List<String> settings;

  private ReadyConnection(Connection connection, TimeZone zone, List<String> settings) {
    this.connection = connection;
    this.zone = zone;
    this.settings = settings;
  }

  static ReadyConnection open(DataSource source) throws SQLException {
    TimeZone zone = TimeZone.getDefault();
    Connection connection = source.getConnection();
    try {
      return new ReadyConnection(connection, zone, Sql.query(connection, SETTINGS));
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** The connection, unless it is dead or a new one would differ; closed then. */
  Optional<Connection> ifLikeNew() {
    if (zone.equals(TimeZone.getDefault()) && hasTheSameSettings()) {
      return Optional.of(connection);
    }
    close();
    return Optional.empty();
  }

  /** One message there and back, which finds out whether the session lives, too. */
  private boolean hasTheSameSettings() {
    try {
      int before = connection.getNetworkTimeout();
      connection.setNetworkTimeout(Runnable::run, ANSWER_MILLIS);
      boolean same = Sql.query(connection, SETTINGS).equals(settings);
      connection.setNetworkTimeout(Runnable::run, before);
      return same;
    } catch (SQLException e) {
      return false;
    }
  }

  void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // It was never used.
    }
  }
}
