package dev.nof1.schema.catalog;

import java.util.Arrays;
import java.util.List;

/**
 * Grant of one role to another, as the type aclitem writes it: {@code role=letters/grantor}.
 *
 * @param role who has it; empty for everybody
 * @param letters a letter a privilege, followed by a star if it may be passed on
 * @param grantor who gave it
 */
record AclItem(String role, String letters, String grantor) {

  static List<AclItem> parse(String[] items) {
    return Arrays.stream(items).map(AclItem::parse).toList();
  }

  static AclItem parse(String text) {
    int equals = end(text, 0, '=');
    int slash = end(text, equals + 1, '/');
    return new AclItem(
        name(text.substring(0, equals)),
        text.substring(equals + 1, slash),
        name(text.substring(slash + 1)));
  }

  /** Names with other characters than letters, digits and underscores are in double quotes. */
  private static int end(String text, int from, char sign) {
    boolean quoted = false;
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) == '"') {
        quoted = !quoted;
      } else if (text.charAt(i) == sign && !quoted) {
        return i;
      }
    }
    return text.length();
  }

  private static String name(String text) {
    return text.startsWith("\"")
        ? text.substring(1, text.length() - 1).replace("\"\"", "\"")
        : text;
  }
}
