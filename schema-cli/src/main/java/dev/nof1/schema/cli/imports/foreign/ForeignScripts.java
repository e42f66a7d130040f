package dev.nof1.schema.cli.imports.foreign;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that was read of another tool's files.
 *
 * @param scripts in the order in which the tool applies them, which is that of their ids
 * @param leftOut what is not taken over
 * @param notes what a person should know of what is
 * @param variables of the scripts, with their values where they are known
 */
public record ForeignScripts(
    List<ForeignScript> scripts,
    List<LeftOut> leftOut,
    List<String> notes,
    Map<String, String> variables) {

  /**
   * Keeps copies.
   *
   * @param scripts in order
   * @param leftOut what is not taken over
   * @param notes what a person should know
   * @param variables of the scripts
   */
  public ForeignScripts {
    scripts = List.copyOf(scripts);
    leftOut = List.copyOf(leftOut);
    notes = List.copyOf(notes);
    variables = Map.copyOf(variables);
  }

  /** Finds a script by what the tool's history calls it. */
  public Optional<ForeignScript> find(String key) {
    return scripts.stream().filter(script -> script.key().equals(key)).findFirst();
  }
}
