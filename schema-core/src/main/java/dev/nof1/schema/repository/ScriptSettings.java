package dev.nof1.schema.repository;

import dev.nof1.schema.sql.Delimiter;
import dev.nof1.schema.sql.SessionPremise;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * How scripts are read: MyBatis's {@code script_char_set}, {@code delimiter} and {@code
 * ${variables}}; and in which time zone they run.
 *
 * @param charset of the files; bytes that are not of it are refused, not replaced
 * @param delimiter what ends a statement
 * @param variables names and what stands for {@code ${name}}; an unknown name stays as it is
 * @param sessionTimeZone the {@code TimeZone} of the sessions that scripts run in, as PostgreSQL
 *     names it
 */
public record ScriptSettings(
    Charset charset, Delimiter delimiter, Map<String, String> variables, String sessionTimeZone) {

  /** UTF-8, semicolons, no variables, UTC. */
  public static final ScriptSettings DEFAULT =
      new ScriptSettings(StandardCharsets.UTF_8, Delimiter.SEMICOLON, Map.of());

  /**
   * Keeps a copy of the variables.
   *
   * @param charset of the files
   * @param delimiter what ends a statement
   * @param variables names and what stands for them
   * @param sessionTimeZone a zone as PostgreSQL names it
   */
  public ScriptSettings {
    variables = Map.copyOf(variables);
  }

  /**
   * Describes scripts that run in UTC.
   *
   * @param charset of the files
   * @param delimiter what ends a statement
   * @param variables names and what stands for them
   */
  public ScriptSettings(Charset charset, Delimiter delimiter, Map<String, String> variables) {
    this(charset, delimiter, variables, SessionPremise.UTC);
  }

  /**
   * Replaces the variables.
   *
   * @param changed names and what stands for them
   * @return a changed copy
   */
  public ScriptSettings withVariables(Map<String, String> changed) {
    return new ScriptSettings(charset, delimiter, changed, sessionTimeZone);
  }

  /**
   * Sets the time zone that scripts run in; by default UTC.
   *
   * @param zone a zone as PostgreSQL names it, such as {@code Europe/Paris}; the server refuses one
   *     that it does not know when it is connected to
   * @return a changed copy
   */
  public ScriptSettings withSessionTimeZone(String zone) {
    return new ScriptSettings(charset, delimiter, variables, zone);
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
        + ", "
        + sessionTimeZone
        + "]";
  }
}
