package dev.nof1.schema.cli.imports.foreign;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Placeholders of another tool's scripts, as the variables that they become. What is no placeholder
 * to that tool and would be one to MyBatis gets MyBatis's own escape, a backslash. Gathers the
 * names that it meets. Not safe for use by several threads.
 */
public final class Variables {
  private static final String OPENING = "${";
  private static final String CLOSING = "}";

  /** Keys of an environment file that mean something already. */
  private static final Set<String> TAKEN =
      Set.of(
          "changelog",
          "url",
          "username",
          "password",
          "driver",
          "driver_path",
          "time_zone",
          "script_char_set",
          "delimiter",
          "full_line_delimiter",
          "send_full_script",
          "auto_commit",
          "remove_crs",
          "ignore_warnings",
          "lock_timeout",
          "lock_tries",
          "statement_timeout",
          "session_time_zone",
          "secret_variables",
          "check_ignore",
          "embedded");

  private final String prefix;
  private final String suffix;
  private final Map<String, String> names;

  private Variables(String prefix, String suffix, Map<String, String> names) {
    this.prefix = prefix;
    this.suffix = suffix;
    this.names = names;
  }

  /** Scripts of a tool that has no placeholders. */
  public static Variables none() {
    return new Variables("", "", new TreeMap<>());
  }

  /** Scripts whose placeholders stand between two marks, such as <code>${</code> and a brace. */
  public static Variables between(String prefix, String suffix) {
    return new Variables(prefix, suffix, new TreeMap<>());
  }

  /** Scripts of the same tool in which it replaces nothing. */
  public Variables off() {
    return new Variables("", "", names);
  }

  /** Names of the variables so far, and the placeholder that each stands for. */
  public Map<String, String> names() {
    return names;
  }

  /** Writes the text for MyBatis. */
  String convert(String sql) {
    StringBuilder text = new StringBuilder();
    int at = 0;
    while (at < sql.length()) {
      String line = sql.substring(at, endOfLine(sql, at));
      if (!prefix.isEmpty()
          && line.startsWith(prefix)
          && line.indexOf(suffix, prefix.length()) > prefix.length()) {
        int end = line.indexOf(suffix, prefix.length());
        text.append(OPENING).append(variable(line.substring(prefix.length(), end))).append(CLOSING);
        at += end + suffix.length();
      } else if (line.startsWith(OPENING) && line.indexOf(CLOSING) > 0) {
        text.append('\\').append(OPENING);
        at += OPENING.length();
      } else {
        text.append(sql.charAt(at++));
      }
    }
    return text.toString();
  }

  /** Variable of a placeholder: its name where that can be a key and means nothing else. */
  public String variable(String placeholder) {
    String plain = placeholder.strip().replaceAll("[^\\p{L}\\p{N}_.-]", "_");
    String name = TAKEN.contains(plain) || plain.startsWith("hook_") ? "imported_" + plain : plain;
    names.put(name, placeholder);
    return name;
  }

  private static int endOfLine(String sql, int from) {
    int end = sql.indexOf('\n', from);
    return end < 0 ? sql.length() : end;
  }
}
