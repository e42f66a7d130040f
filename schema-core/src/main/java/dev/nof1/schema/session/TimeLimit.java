package dev.nof1.schema.session;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A limit on work that a session has ({@code statement_timeout}, {@code transaction_timeout}), and
 * who set it. It is somebody's guard, so it stays unless the user lifts it.
 *
 * @param name the setting
 * @param time above zero
 * @param source as {@code pg_settings} names it
 */
public record TimeLimit(String name, Duration time, String source) {
  /** SQLSTATE: a statement was cancelled, by a limit or by somebody. */
  private static final String CANCELED = "57014";

  /** SQLSTATE: the server ended the session, because its transaction took too long. */
  private static final String TRANSACTION_TIMEOUT = "25P04";

  private static final Map<String, String> WHERE =
      Map.of(
          "database", "for the database (ALTER DATABASE … SET)",
          "user", "for the role (ALTER ROLE … SET)",
          "database user", "for the role in this database (ALTER ROLE … IN DATABASE … SET)",
          "global", "for all roles (ALTER ROLE ALL SET)",
          "configuration file", "in the server's configuration",
          "command line", "on the server's command line",
          "client", "in the URL",
          "session", "for this session, by --statement-timeout, a hook or the connection pool");

  /** Reads those of a session. */
  public static List<TimeLimit> of(Connection connection) throws SQLException {
    List<TimeLimit> limits = new ArrayList<>();
    try (Statement query = connection.createStatement();
        ResultSet row =
            query.executeQuery(
                "SELECT name, setting, source FROM pg_settings WHERE name IN ('statement_timeout', 'transaction_timeout') AND setting <> '0'")) {
      while (row.next()) {
        limits.add(
            new TimeLimit(row.getString(1), Duration.ofMillis(row.getLong(2)), row.getString(3)));
      }
    }
    return limits;
  }

  /**
   * Names the limit that ended a statement, in a sentence that the caller follows with what lifts
   * the limit; empty where no limit did. The server has one SQLSTATE for a limit and for somebody
   * who cancels, so the time decides.
   *
   * @param took how long the statement ran
   */
  public static String words(List<TimeLimit> limits, String sqlState, Duration took) {
    for (TimeLimit limit : limits) {
      boolean reached =
          limit.name.equals("statement_timeout")
              ? sqlState.equals(CANCELED) && took.compareTo(limit.time) >= 0
              : sqlState.equals(TRANSACTION_TIMEOUT);
      if (reached) {
        return " The limit is %s. It is somebody's guard: ask whether it may be raised there, or lift it for one run"
            .formatted(limit);
      }
    }
    return "";
  }

  /**
   * Describes the limit, such as {@code statement_timeout = 2000 ms, set for the database (ALTER
   * DATABASE … SET)}.
   */
  @Override
  public String toString() {
    return "%s = %s ms, set %s"
        .formatted(
            name,
            Long.toString(time.toMillis()),
            WHERE.getOrDefault(source, "by the server (" + source + ")"));
  }
}
