package dev.nof1.schema.repository;

import dev.nof1.schema.sql.Delimiter;
import dev.nof1.schema.sql.SecretNames;
import dev.nof1.schema.sql.driver.SessionPremise;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Settings by which scripts are read: MyBatis's {@code script_char_set}, {@code delimiter} and
 * {@code ${variables}}; and in which time zone they run.
 *
 * <p>A variable may hold a secret where its name says so ({@link SecretNames}) or where it is among
 * {@code secrets}; messages show such a variable as {@code ${name}} and never its value. The values
 * of all others are shown: what a server says of a role {@code app_reader} is of no use without the
 * name.
 *
 * @param charset of the files; bytes that are not of it are refused, not replaced
 * @param delimiter what ends a statement
 * @param variables names and what stands for {@code ${name}}; an unknown name stays as it is
 * @param sessionTimeZone the {@code TimeZone} of the sessions that scripts run in, as PostgreSQL
 *     names it
 * @param secrets names of variables that hold secrets and are not named so
 */
public record ScriptSettings(
    Charset charset,
    Delimiter delimiter,
    Map<String, String> variables,
    String sessionTimeZone,
    Set<String> secrets) {

  /** UTF-8, semicolons, no variables, UTC. */
  public static final ScriptSettings DEFAULT =
      new ScriptSettings(StandardCharsets.UTF_8, Delimiter.SEMICOLON, Map.of());

  /**
   * Keeps copies.
   *
   * @param charset of the files
   * @param delimiter what ends a statement
   * @param variables names and what stands for them
   * @param sessionTimeZone a zone as PostgreSQL names it
   * @param secrets names of variables that hold secrets
   */
  public ScriptSettings {
    variables = Map.copyOf(variables);
    secrets = Set.copyOf(secrets);
  }

  /**
   * Describes scripts that run in UTC, and whose secrets are recognised by their names alone.
   *
   * @param charset of the files
   * @param delimiter what ends a statement
   * @param variables names and what stands for them
   */
  public ScriptSettings(Charset charset, Delimiter delimiter, Map<String, String> variables) {
    this(charset, delimiter, variables, SessionPremise.UTC, Set.of());
  }

  /**
   * Replaces the variables.
   *
   * @param changed names and what stands for them
   * @return a changed copy
   */
  public ScriptSettings withVariables(Map<String, String> changed) {
    return new ScriptSettings(charset, delimiter, changed, sessionTimeZone, secrets);
  }

  /**
   * Sets the time zone that scripts run in; by default UTC.
   *
   * @param zone a zone as PostgreSQL names it, such as {@code Europe/Paris}; the server refuses one
   *     that it does not know when it is connected to
   * @return a changed copy
   */
  public ScriptSettings withSessionTimeZone(String zone) {
    return new ScriptSettings(charset, delimiter, variables, zone, secrets);
  }

  /**
   * Adds variables, in the place of those of the same names.
   *
   * @param more names and what stands for them
   * @return a changed copy
   */
  public ScriptSettings with(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(variables);
    all.putAll(more);
    return withVariables(all);
  }

  /**
   * Marks variables as secrets, in addition to those that are named so.
   *
   * @param names of variables, which need not be there
   * @return a changed copy
   */
  public ScriptSettings withSecrets(Set<String> names) {
    return new ScriptSettings(charset, delimiter, variables, sessionTimeZone, names);
  }

  /**
   * Puts secret variables back in the place of their values.
   *
   * @param text what may be shown
   * @return the text with {@code ${name}} where the value of a secret stood
   */
  public String masked(String text) {
    Map<String, String> secret = new HashMap<>(variables);
    secret.keySet().removeIf(name -> !isSecret(name));
    return Mask.of(secret).apply(text);
  }

  /**
   * Puts all variables back in the place of their values. Gives the same for the same variables and
   * text, always: what is noted in a database depends on it.
   *
   * @param text a script that was filled in
   * @return the text with {@code ${name}} where a value stood
   */
  public String unfilled(String text) {
    return Mask.of(variables).apply(text);
  }

  /**
   * Puts values in the place of variables, as the reading of scripts does.
   *
   * @param text lines of a script
   * @return the text without the variables that are known
   */
  public String filled(String text) {
    String filled = text;
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      filled = filled.replace("${" + variable.getKey() + "}", variable.getValue());
    }
    return filled;
  }

  /**
   * Leaves the names of variables in the place of their values, but for that of the changelog.
   *
   * @return how scripts are shown
   */
  public ScriptSettings withoutValues() {
    Map<String, String> shown = new HashMap<>(variables);
    shown.keySet().retainAll(Set.of("changelog"));
    return withVariables(shown);
  }

  private boolean isSecret(String name) {
    return secrets.contains(name) || SecretNames.isIn(name);
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
