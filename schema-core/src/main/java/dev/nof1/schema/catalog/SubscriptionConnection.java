package dev.nof1.schema.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a subscription reaches its publisher, without secrets.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING">
 *     PostgreSQL: Connection Strings</a>
 */
final class SubscriptionConnection {
  private static final Pattern PART =
      Pattern.compile(
          "\\s*([^=\\s]+)\\s*=\\s*('(?:[^'\\\\]|\\\\.)*'|(?:[^\\s'\\\\]|\\\\.)*)(?=\\s|$)");

  private static final Pattern SECRET = Pattern.compile("passw|secret|token|credential");

  private SubscriptionConnection() {}

  /**
   * Masks a connection string. A form that is not wholly understood, such as a URI, may have a
   * secret anywhere.
   */
  static String masked(String connection) {
    List<String> parts = new ArrayList<>();
    Matcher part = PART.matcher(connection.stripTrailing());
    int end = 0;
    while (part.lookingAt()) {
      boolean secret = SECRET.matcher(part.group(1).toLowerCase(Locale.ROOT)).find();
      parts.add(part.group(1) + "=" + (secret ? "(hidden)" : part.group(2)));
      end = part.end();
      part.region(end, part.regionEnd());
    }
    return end == part.regionEnd() ? String.join(" ", parts) : Attributes.UNREAD;
  }
}
