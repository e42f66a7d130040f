package dev.nof1.schema.sql;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Settings that an application invents, such as {@code app.tenant}. The server lists them nowhere,
 * so that they are known only by the texts that name them (PostgreSQL: <a
 * href="https://www.postgresql.org/docs/current/runtime-config-custom.html">Customized
 * Options</a>).
 */
public final class CustomSettings {
  private static final String NAME = "([A-Za-z_][\\w$]*(?:\\.[A-Za-z_][\\w$]*)+)";

  /** Bodies of blocks and functions count, too: what they set is set when they are run. */
  private static final Pattern SET =
      Pattern.compile(
          "\\bSET\\s+(?:SESSION\\s+|LOCAL\\s+)?"
              + NAME
              + "\\s*(?:=|\\bTO\\b|\\bFROM\\b)|\\bset_config\\s*\\(\\s*'{1,2}"
              + NAME
              + "'",
          Pattern.CASE_INSENSITIVE);

  private CustomSettings() {}

  /**
   * The custom settings that a statement's text sets. The column of an UPDATE may look like one.
   *
   * @param s the statement
   * @return their names in lower case, in the order of the text
   */
  public static Set<String> setBy(SqlStatement s) {
    Set<String> names = new LinkedHashSet<>();
    Matcher matcher = SET.matcher(s.text());
    while (matcher.find()) {
      String name = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
      names.add(name.toLowerCase(Locale.ROOT));
    }
    return names;
  }
}
