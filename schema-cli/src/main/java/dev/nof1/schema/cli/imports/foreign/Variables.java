package dev.nof1.schema.cli.imports.foreign;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

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
  private final Set<String> hidden;

  private Variables(String prefix, String suffix, Map<String, String> names, Set<String> hidden) {
    this.prefix = prefix;
    this.suffix = suffix;
    this.names = names;
    this.hidden = hidden;
  }

  /** Scripts of a tool that has no placeholders. */
  public static Variables none() {
    return new Variables("", "", new TreeMap<>(), new TreeSet<>());
  }

  /** Scripts whose placeholders stand between two marks, such as <code>${</code> and a brace. */
  public static Variables between(String prefix, String suffix) {
    return new Variables(prefix, suffix, new TreeMap<>(), new TreeSet<>());
  }

  /** Scripts of the same tool in which it replaces nothing. */
  public Variables off() {
    return new Variables("", "", names, hidden);
  }

  /** Names of the variables so far, and the placeholder that each stands for. */
  public Map<String, String> names() {
    return names;
  }

  /**
   * Says which placeholders stand behind a backslash, which MyBatis takes for its escape, so that
   * they stay as they are.
   */
  public List<String> notes() {
    return hidden.stream()
        .map(
            name ->
                "the placeholder %s stands behind a backslash, which keeps MyBatis from filling it in; write that backslash as chr(92), or as a part of the value."
                    .formatted(name))
        .toList();
  }

  /** Writes the text for MyBatis. */
  String convert(String sql) {
    StringBuilder text = new StringBuilder();
    int at = 0;
    while (at < sql.length()) {
      int end = prefix.isEmpty() ? -1 : closing(sql, prefix, suffix, at);
      if (end > 0) {
        String name = sql.substring(at + prefix.length(), end);
        if (text.length() > 0 && text.charAt(text.length() - 1) == '\\') {
          hidden.add(name);
        }
        text.append(OPENING).append(variable(name)).append(CLOSING);
        at = end + suffix.length();
      } else if (closing(sql, OPENING, CLOSING, at) > 0) {
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

  /** Finds the end of what opens at a place and closes in the same line; -1 where nothing does. */
  private static int closing(String sql, String opening, String closing, int at) {
    if (!sql.startsWith(opening, at)) {
      return -1;
    }
    int end = sql.indexOf(closing, at + opening.length() + 1);
    int line = sql.indexOf('\n', at);
    return line >= 0 && end > line ? -1 : end;
  }
}
