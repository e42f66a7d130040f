package dev.nof1.schema.sql;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Settings that the connection depends on. The JDBC driver sends and reads text as UTF-8 and dates
 * in the ISO form, and ends a connection whose server reports anything else.
 *
 * @see <a
 *     href="https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-ASYNC">PostgreSQL:
 *     settings that the server reports</a>
 */
public final class DriverNeeds {
  private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.DOTALL;

  private static final Pattern SET =
      Pattern.compile(
          "^SET\\s+(?:(?:SESSION|LOCAL)\\s+)?(?:NAMES|\"?(client_encoding|datestyle)\"?\\s*(?:=|\\sTO\\b))\\s*(.*)$",
          FLAGS);
  private static final Pattern SET_CONFIG =
      Pattern.compile(
          "^SELECT\\s+(?:pg_catalog\\s*\\.\\s*)?set_config\\s*\\(\\s*'(client_encoding|datestyle)'\\s*,\\s*('[^']*').*$",
          FLAGS);

  /**
   * Matches a literal or a name that stands for itself: no string with escapes, and nothing that is
   * computed.
   */
  private static final Pattern PLAIN = Pattern.compile("'[^']*'|\"[^\"]*\"|[\\w-]+");

  private static final Pattern OTHER_DATE_STYLE =
      Pattern.compile("\\b(?:SQL|POSTGRES|GERMAN)", Pattern.CASE_INSENSITIVE);

  private DriverNeeds() {}

  /**
   * Break of what the driver needs.
   *
   * @param what what is wrong: a sentence
   * @param instead what to write: sentences
   */
  public record Broken(String what, String instead) {}

  /**
   * Says why a statement would end the connection. One that is hidden in a function or a block is
   * found only when it runs.
   *
   * @param s a statement
   * @return empty where the connection can live with the statement
   */
  public static Optional<Broken> brokenBy(SqlStatement s) {
    Matcher set = SET.matcher(s.text());
    Matcher found = set.matches() ? set : SET_CONFIG.matcher(s.text());
    if (!found.matches()) {
      return Optional.empty();
    }
    String value = found.group(2).strip();
    if ("datestyle".equalsIgnoreCase(found.group(1))) {
      return OTHER_DATE_STYLE.matcher(value).find()
          ? Optional.of(
              new Broken(
                  "this DateStyle would end the connection: the JDBC driver needs ISO.",
                  "Name only the order of day, month and year (SET DateStyle = 'ISO, DMY'); to_char writes a date in any form."))
          : Optional.empty();
    }
    return PLAIN.matcher(value).matches() && !isUtf8(value)
        ? Optional.of(
            new Broken(
                "this client_encoding would end the connection: every script is sent as UTF-8, and the JDBC driver needs that.",
                "Remove the statement. Where the file is not in UTF-8, name its encoding in the environment file: script_char_set=…"))
        : Optional.empty();
  }

  /** The server reports all spellings as UTF8, but keeps UNICODE as it is. */
  private static boolean isUtf8(String value) {
    boolean quoted = value.startsWith("'") || value.startsWith("\"");
    String name = quoted ? value.substring(1, value.length() - 1) : value.toLowerCase(Locale.ROOT);
    String letters = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    return (!quoted && letters.equals("default"))
        || letters.equals("utf8")
        || (letters.equals("unicode") && !name.equals("UNICODE"));
  }
}
