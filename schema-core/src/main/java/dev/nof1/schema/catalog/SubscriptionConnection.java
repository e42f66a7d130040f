package dev.nof1.schema.catalog;

import dev.nof1.schema.sql.SecretNames;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Connection string of a subscription, shown without its secrets.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING">
 *     PostgreSQL: Connection Strings</a>
 */
final class SubscriptionConnection {
  private static final Pattern PART =
      Pattern.compile(
          "\\s*([^=\\s]+)\\s*=\\s*('(?:[^'\\\\]|\\\\.)*'|(?:[^\\s'\\\\]|\\\\.)*)(?=\\s|$)");

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
      boolean secret = SecretNames.isIn(part.group(1));
      parts.add(part.group(1) + "=" + (secret ? Attributes.HIDDEN : part.group(2)));
      end = part.end();
      part.region(end, part.regionEnd());
    }
    return end == part.regionEnd() ? String.join(" ", parts) : Attributes.HIDDEN;
  }
}
