package dev.nof1.schema.postgres;

import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.sql.driver.SqlStates;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * One database of a server, which may not be there yet, by its address: what is done to it from
 * outside. Connects at each call and keeps no connection; safe for use by several threads.
 */
public final class NamedDatabase {
  /** Databases that everybody connects to in order to create or drop others; either will do. */
  private static final List<String> MAINTENANCE = List.of("postgres", "template1");

  private static final String NO_SUCH_DATABASE = "3D000";
  private static final String DUPLICATE_DATABASE = "42P04";
  private static final Set<String> IN_USE = Set.of("55006");

  private final PGSimpleDataSource address;
  private final String name;

  private NamedDatabase(PGSimpleDataSource address) {
    this.address = address;
    this.name = nameIn(address);
  }

  /**
   * Names a database. Does not connect.
   *
   * @param address where it is and whom to connect as; not changed any more by the caller
   * @return the database; without a name in the address it is the one called like the user, as
   *     everywhere in PostgreSQL
   */
  public static NamedDatabase of(PGSimpleDataSource address) {
    return new NamedDatabase(address);
  }

  /**
   * Names the database.
   *
   * @return the name, as it is, not as it would be written in SQL
   */
  public String name() {
    return name;
  }

  /**
   * Waits until the database accepts connections and answers.
   *
   * @param patience how long; zero tries once
   * @param progress receives the reason of the wait, once for each reason and every ten seconds
   * @throws DatabaseException when it takes longer, or at once when waiting cannot help, as with a
   *     wrong password
   */
  public void await(Duration patience, Consumer<String> progress) {
    ReadinessWait.await(this, patience, progress);
  }

  /**
   * Creates the database, empty and owned by the user of the address, unless it is there.
   *
   * @return false if it was there already
   * @throws DatabaseException when the server cannot be used or does not allow it
   */
  public boolean create() {
    try (Connection connection = maintenance();
        Statement statement = connection.createStatement()) {
      if (exists(connection)) {
        return false;
      }
      statement.execute("CREATE DATABASE " + quoted(name));
      return true;
    } catch (SQLException e) {
      if (DUPLICATE_DATABASE.equals(e.getSQLState())) {
        // Somebody else created it in the same moment.
        return false;
      }
      throw new DatabaseException(
          "The database \"%s\" was not created: %s.%s".formatted(name, reason(e), advice(e)), e);
    }
  }

  /**
   * Drops the database with everything in it, unless it is not there.
   *
   * @param endSessions whether to end the sessions that are connected to it
   * @return false if there was none
   * @throws DatabaseException when it is one that every server needs or a template, when sessions
   *     are in the way (the message names them), or when the server cannot be used or does not
   *     allow it
   */
  public boolean drop(boolean endSessions) {
    try (Connection connection = maintenance();
        Statement statement = connection.createStatement()) {
      if (!exists(connection)) {
        return false;
      }
      refuseIfNeeded(connection);
      List<String> sessions = sessions(connection);
      if (!sessions.isEmpty() && !endSessions) {
        throw inUse(sessions, null);
      }
      try {
        statement.execute("DROP DATABASE " + quoted(name) + (endSessions ? " WITH (FORCE)" : ""));
      } catch (SQLException e) {
        if (IN_USE.contains(String.valueOf(e.getSQLState()))) {
          throw inUse(sessions(connection), e);
        }
        throw e;
      }
      return true;
    } catch (SQLException e) {
      throw new DatabaseException(
          "The database \"%s\" was not dropped: %s. It is as it was.%s"
              .formatted(name, reason(e), advice(e)),
          e);
    }
  }

  /** Opens a connection that gives up after some seconds, and asks for something. */
  void answer(int seconds) throws SQLException {
    PGSimpleDataSource impatient = copy(name);
    impatient.setConnectTimeout(seconds);
    impatient.setSocketTimeout(seconds);
    try (Connection connection = impatient.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT 1");
    }
  }

  private Connection maintenance() throws SQLException {
    SQLException first = null;
    for (String database : MAINTENANCE) {
      if (!database.equals(name)) {
        try {
          return copy(database).getConnection();
        } catch (SQLException e) {
          first = first == null ? e : first;
          if (!NO_SUCH_DATABASE.equals(e.getSQLState()) && !"42501".equals(e.getSQLState())) {
            throw e;
          }
        }
      }
    }
    throw Objects.requireNonNull(first);
  }

  private boolean exists(Connection connection) throws SQLException {
    return !column(connection, "SELECT 1 FROM pg_database WHERE datname = ?").isEmpty();
  }

  private void refuseIfNeeded(Connection connection) throws SQLException {
    if (MAINTENANCE.contains(name) || name.equals("template0")) {
      throw new DatabaseException(
          "The database \"%s\" is one that every server needs, and is not dropped. Nothing was changed. Check which environment this is."
              .formatted(name));
    }
    if (!column(connection, "SELECT 1 FROM pg_database WHERE datname = ? AND datistemplate")
        .isEmpty()) {
      throw new DatabaseException(
          "The database \"%s\" is a template for others, and is not dropped. Nothing was changed. If it is to go, first run ALTER DATABASE %s IS_TEMPLATE false."
              .formatted(name, quoted(name)));
    }
  }

  private List<String> sessions(Connection connection) throws SQLException {
    return column(
        connection,
        """
        SELECT concat('process ', pid, ', ',
          coalesce(nullif(application_name, ''), backend_type), ', user ', usename,
          coalesce(' from ' || host(client_addr), ''), ', ', state)
        FROM pg_stat_activity WHERE datname = ? AND pid <> pg_backend_pid()
          AND backend_type IS DISTINCT FROM 'autovacuum worker' ORDER BY pid LIMIT 20
        """);
  }

  private DatabaseException inUse(List<String> sessions, @Nullable Throwable cause) {
    return new DatabaseException(
        "The database \"%s\" was not dropped: sessions are connected to it (%s). It is as it was. End them, or end them with --force."
            .formatted(name, String.join("; ", sessions)),
        cause);
  }

  private List<String> column(Connection connection, String query) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, name);
      List<String> values = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          values.add(row.getString(1));
        }
      }
      return values;
    }
  }

  private PGSimpleDataSource copy(String database) {
    PGSimpleDataSource copy = new PGSimpleDataSource();
    copy.setURL(address.getURL());
    copy.setServerNames(address.getServerNames());
    copy.setPortNumbers(address.getPortNumbers());
    copy.setUser(address.getUser());
    copy.setPassword(address.getPassword());
    copy.setDatabaseName(database);
    return copy;
  }

  private static String nameIn(PGSimpleDataSource address) {
    String said = address.getDatabaseName();
    if (said != null && !said.isEmpty()) {
      return said;
    }
    String user = address.getUser();
    return user != null && !user.isEmpty() ? user : System.getProperty("user.name", "postgres");
  }

  private static String quoted(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  /**
   * Describes the server's or the driver's refusal, without the driver's advice: the message has
   * better.
   */
  static String reason(SQLException e) {
    return SqlStates.describe(e)
        .replace(
            " Check that the hostname and port are correct and that the postmaster is accepting TCP/IP connections.",
            "")
        .replaceFirst("\\.(?= \\[|$)", "");
  }

  private static String advice(SQLException e) {
    return SqlStates.isConnectFailure(e)
        ? " Check that its server runs and that host, port, user and password are right."
        : "";
  }
}
