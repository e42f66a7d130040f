package dev.nof1.schema.environment;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Fills variables into a text exactly as MyBatis's {@code VariableReplacer} does: a backslash
 * before the dollar or before the closing brace escapes it, what has no value stays as it is, and a
 * value is not looked through again.
 */
public final class Substitution {

  private Substitution() {}

  /**
   * Replaces each {@code ${expression}} for which the lookup has a value.
   *
   * @param text the text
   * @param lookup gives a value, or null where there is none
   * @return the text with the values
   */
  public static String replace(String text, Function<String, @Nullable String> lookup) {
    StringBuilder result = new StringBuilder();
    int from = 0;
    for (int open = text.indexOf("${"); open >= 0; open = text.indexOf("${", from)) {
      if (open > 0 && text.charAt(open - 1) == '\\') {
        result.append(text, from, open - 1).append("${");
        from = open + 2;
        continue;
      }
      StringBuilder expression = new StringBuilder();
      int at = open + 2;
      int close = text.indexOf('}', at);
      while (close > at && text.charAt(close - 1) == '\\') {
        expression.append(text, at, close - 1).append('}');
        at = close + 1;
        close = text.indexOf('}', at);
      }
      if (close < 0) {
        break;
      }
      expression.append(text, at, close);
      String value = lookup.apply(expression.toString());
      result.append(text, from, open).append(value == null ? "${" + expression + "}" : value);
      from = close + 1;
    }
    return result.append(text, from, text.length()).toString();
  }
}
