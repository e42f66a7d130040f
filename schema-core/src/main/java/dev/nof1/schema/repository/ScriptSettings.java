package dev.nof1.schema.repository;

import dev.nof1.schema.sql.Delimiter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * How scripts are read: MyBatis's {@code script_char_set}, {@code delimiter} and {@code
 * ${variables}}.
 *
 * @param charset of the files; bytes that are not of it are refused, not replaced
 * @param delimiter what ends a statement
 * @param variables names and what stands for {@code ${name}}; an unknown name stays as it is
 */
public record ScriptSettings(Charset charset, Delimiter delimiter, Map<String, String> variables) {

  /** UTF-8, semicolons, no variables. */
  public static final ScriptSettings DEFAULT =
      new ScriptSettings(StandardCharsets.UTF_8, Delimiter.SEMICOLON, Map.of());

  /**
   * Keeps a copy of the variables.
   *
   * @param charset of the files
   * @param delimiter what ends a statement
   * @param variables names and what stands for them
   */
  public ScriptSettings {
    variables = Map.copyOf(variables);
  }

  /**
   * Puts variables back in the place of their values, which may be secrets. Gives the same for the
   * same variables and text, always: what is noted in a database depends on it.
   *
   * @param text what may be shown
   * @return the text with {@code ${name}} where a value stood
   */
  public String masked(String text) {
    return Mask.of(variables).apply(text);
  }

  /**
   * The names only: a variable's value may be a secret.
   *
   * @return a text without values
   */
  @Override
  public String toString() {
    return "ScriptSettings["
        + charset
        + ", "
        + delimiter
        + ", variables "
        + variables.keySet()
        + "]";
  }
}
