package dev.nof1.schema.sql.driver;

import dev.nof1.schema.sql.SqlReader;
import dev.nof1.schema.sql.SqlStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.postgresql.jdbc.PgConnection;

/**
 * The settings that every session of ours starts from, whatever the server, the database, the role,
 * the URL, the driver or this machine would make of them: what a script means must depend on none
 * of these.
 *
 * <p>{@code standard_conforming_strings} is on, because {@link SqlReader} splits by that; {@code
 * TimeZone} is UTC or the zone that the environment names, because the driver sends the JVM's; and
 * the server does not end a session that is idle, because the pauses between two tries are ours.
 * Limits on work ({@code statement_timeout}, {@code transaction_timeout}) stay: somebody set them
 * as a guard.
 */
public final class SessionPremise {
  /** The time zone of every session where nothing else is named. */
  public static final String UTC = "UTC";

  private static final String STRINGS = "standard_conforming_strings";
  private static final String ZONE = "TimeZone";
  private static final String NO_LIMIT = "0";
  private static final String FLOATS = "extra_float_digits";

  /**
   * Digits enough to give back the same number; some versions of the driver send 3, which is the
   * same.
   */
  private static final String EXACT = "1";

  /** The server has {@code idle_session_timeout} from this version on. */
  private static final int IDLE_SESSION_SINCE = 14;

  /**
   * Names for an SQL list: what a look at changed settings leaves out. The first three are put back
   * by means of their own; the others end with their transaction, and cannot be reset.
   */
  public static final String PUT_BACK_APART =
      "'role', 'session_authorization', 'search_path', 'transaction_isolation', 'transaction_read_only', 'transaction_deferrable'";

  private static final Set<String> ALL =
      Set.of(
          "client_encoding",
          STRINGS,
          ZONE,
          "idle_in_transaction_session_timeout",
          "idle_session_timeout",
          "DateStyle",
          FLOATS);

  private static final Pattern OFF =
      Pattern.compile(
          "(?:SET\\s+(?:(?:SESSION|LOCAL)\\s+)?\"?standard_conforming_strings\"?\\s*(?:=|\\sTO\\b)"
              + "|SELECT\\s+(?:pg_catalog\\s*\\.\\s*)?set_config\\s*\\(\\s*'standard_conforming_strings'\\s*,)"
              + "\\s*'?(?:off?|f(?:a(?:l(?:se?)?)?)?|no?|0)\\b",
          Pattern.CASE_INSENSITIVE);

  private SessionPremise() {}

  /**
   * Gives the settings that make the premise true for a session.
   *
   * @param connection to the server that they are for; nothing is sent
   * @param timeZone a zone as PostgreSQL names it
   * @return values by name, in a map that may be changed
   * @throws SQLException if the connection is closed
   */
  public static Map<String, String> settings(Connection connection, String timeZone)
      throws SQLException {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(STRINGS, "on");
    settings.put(ZONE, timeZone);
    settings.put(FLOATS, EXACT);
    settings.put("idle_in_transaction_session_timeout", NO_LIMIT);
    if (connection.getMetaData().getDatabaseMajorVersion() >= IDLE_SESSION_SINCE) {
      settings.put("idle_session_timeout", NO_LIMIT);
    }
    return settings;
  }

  /**
   * Makes the premise true for a session.
   *
   * @param connection in auto-commit mode, now and when the session is given back
   * @param timeZone a zone as PostgreSQL names it
   * @return what gives the session back as it was
   * @throws SQLException if the server refuses, such as a zone that it does not know; nothing is
   *     changed then
   */
  public static ChangedSettings begin(Connection connection, String timeZone) throws SQLException {
    return ChangedSettings.of(connection, settings(connection, timeZone));
  }

  /**
   * Makes the premise true until the open transaction ends.
   *
   * @param connection not in auto-commit mode
   * @param timeZone a zone as PostgreSQL names it
   * @throws SQLException if the server refuses, such as a zone that it does not know
   */
  public static void inTransaction(Connection connection, String timeZone) throws SQLException {
    ChangedSettings.set(connection, settings(connection, timeZone), true);
  }

  /**
   * Sets the time zone of a session to UTC, for whoever works on it without scripts of ours, such
   * as a test. Asks the driver first, which knows the zone, so that nothing is sent where it is
   * UTC.
   *
   * @param connection in auto-commit mode
   * @throws SQLException if the server refuses
   */
  public static void inUtc(Connection connection) throws SQLException {
    if (!UTC.equals(connection.unwrap(PgConnection.class).getParameterStatus(ZONE))) {
      ChangedSettings.set(connection, Map.of(ZONE, UTC), false);
    }
  }

  /**
   * The premise as statements, for a file in UTF-8 that another program runs; with what the driver
   * sends for every session: the encoding, which psql would take from the terminal, the locale or
   * the database, and the style of dates.
   *
   * @param timeZone a zone as PostgreSQL names it
   * @return statements with their semicolons, each on a line
   */
  public static String sql(String timeZone) {
    return """
        SET client_encoding = 'UTF8';
        SET standard_conforming_strings = on;
        SET TimeZone = '%s';
        SET DateStyle = 'ISO';
        SET extra_float_digits = 1;
        """
        .formatted(timeZone.replace("'", "''"));
  }

  /**
   * Takes back what {@link #sql} has set.
   *
   * @return statements with their semicolons, each on a line
   */
  public static String resetSql() {
    return "RESET standard_conforming_strings;\nRESET TimeZone;\nRESET DateStyle;\nRESET extra_float_digits;\nRESET client_encoding;\n";
  }

  /**
   * Says whether strings are read in a session as {@link SqlReader} reads them. Asks the driver,
   * which the server informs of every change, so this costs no round trip.
   *
   * @param connection any
   * @return true also where the driver does not know
   * @throws SQLException if the connection is closed
   */
  static boolean holds(Connection connection) throws SQLException {
    try {
      return !connection.isWrapperFor(PgConnection.class)
          || !"off".equals(connection.unwrap(PgConnection.class).getParameterStatus(STRINGS));
    } catch (AbstractMethodError e) {
      // A driver that was written before there was such a question.
      return true;
    }
  }

  /**
   * Says whether a statement takes the premise away that scripts are split by. One that is hidden
   * in a function or a block is found when the statement behind it is to be sent.
   *
   * @param s the statement
   * @return true for {@code SET standard_conforming_strings = off} in all its spellings
   */
  public static boolean isBrokenBy(SqlStatement s) {
    return OFF.matcher(s.text()).lookingAt();
  }

  /**
   * Makes the premise true again behind a statement that took a setting of it back to what the
   * session began with, which is the driver's and the machine's: RESET, and SET … TO DEFAULT.
   *
   * @param connection the session
   * @param s the statement, which has run
   * @param timeZone a zone as PostgreSQL names it
   * @throws SQLException if the server refuses
   */
  static void again(Connection connection, SqlStatement s, String timeZone) throws SQLException {
    Set<String> names = resetBy(s);
    if (!names.isEmpty()) {
      Map<String, String> settings = settings(connection, timeZone);
      settings.keySet().retainAll(names);
      ChangedSettings.set(connection, settings, false);
    }
  }

  /**
   * Makes the premise true again behind a statement, in a file that another program runs.
   *
   * @param s the statement
   * @param timeZone a zone as PostgreSQL names it
   * @return statements with their semicolons, each on a line; empty where nothing is to be said
   */
  public static String sqlBehind(SqlStatement s, String timeZone) {
    Set<String> names = resetBy(s);
    return sql(timeZone)
        .lines()
        .filter(line -> names.stream().anyMatch(name -> line.startsWith("SET " + name + " ")))
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  private static Set<String> resetBy(SqlStatement s) {
    if (s.startsWith("RESET", "ALL")) {
      return ALL;
    }
    boolean zone = s.startsWith("SET", "TIME", "ZONE") || s.startsWith("RESET", "TIME", "ZONE");
    boolean resets =
        s.startsWith("RESET")
            || (s.startsWith("SET")
                && (s.words().contains("DEFAULT") || (zone && s.words().contains("LOCAL"))));
    if (!resets) {
      return Set.of();
    }
    String text = s.text().toLowerCase(Locale.ROOT);
    return ALL.stream()
        .filter(name -> text.contains(name.toLowerCase(Locale.ROOT)) || (zone && name.equals(ZONE)))
        .collect(Collectors.toSet());
  }
}
