package dev.nof1.schema.rows;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text of a condition, as the server writes it: what is in quotes, numbers, and the rest.
 *
 * @param sql the condition
 * @param strings its strings, without their quotes
 * @param numbers its numbers
 * @param names all words and quoted names, without their quotes
 */
record ConditionText(String sql, List<String> strings, List<String> numbers, Set<String> names) {
  /** The server writes strings with doubled quotes, and with E before one that has a backslash. */
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<string>E?'(?:[^']|'')*')|(?<name>\"(?:[^\"]|\"\")*\"|[\\p{L}_][\\p{L}\\p{N}_$]*)|(?<number>\\d+(?:\\.\\d+)?)");

  static ConditionText of(String sql) {
    List<String> strings = new ArrayList<>();
    List<String> numbers = new ArrayList<>();
    Set<String> names = new HashSet<>();
    Matcher token = TOKEN.matcher(sql);
    while (token.find()) {
      String string = token.group("string");
      if (string != null) {
        String text = string.substring(string.indexOf('\'') + 1, string.length() - 1);
        String plain = text.replace("''", "'");
        strings.add(string.startsWith("E") ? plain.replace("\\\\", "\\") : plain);
      } else if (token.group("number") != null) {
        numbers.add(token.group("number"));
      } else {
        String name = token.group();
        names.add(
            name.startsWith("\"")
                ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
                : name);
      }
    }
    return new ConditionText(sql, strings, numbers, names);
  }

  /** Returns the condition of a domain, with an expression in the place of VALUE. */
  String with(String expression) {
    Matcher token = TOKEN.matcher(sql);
    StringBuilder replaced = new StringBuilder();
    while (token.find()) {
      String text = token.group().equals("VALUE") ? expression : token.group();
      token.appendReplacement(replaced, Matcher.quoteReplacement(text));
    }
    return token.appendTail(replaced).toString();
  }
}
