package dev.nof1.schema.plan;

import dev.nof1.schema.repository.Direction;
import dev.nof1.schema.repository.Migration;
import dev.nof1.schema.repository.Script;
import dev.nof1.schema.repository.file.HeldTexts;
import java.util.Optional;

/**
 * One script to be run one way. Before it is checked it is bound to the text that will run: nothing
 * on the way from the plan to the changelog's row looks a script up again.
 *
 * @param direction which of its sections
 * @param script the script; the text of a plan's step can be read while the call lasts that made
 *     the plan
 * @param loss why undoing it loses rows, where its script says so ({@code -- //@LOSSY reason})
 */
public record Step(Direction direction, Script script, Optional<String> loss) {

  /**
   * Names a step, of which nothing else is known yet.
   *
   * @param direction which section of the script
   * @param script the script
   */
  public Step(Direction direction, Script script) {
    this(direction, script, Optional.empty());
  }

  /**
   * Names the migration that is applied or undone.
   *
   * @return id, description and file name
   */
  public Migration migration() {
    return script.migration();
  }

  /**
   * Binds the step to the text that its script has now.
   *
   * @param texts holds the text
   * @return the same step, independent of the script's file
   * @throws dev.nof1.schema.error.RepositoryException if the script cannot be read
   */
  public Step held(HeldTexts texts) {
    return new Step(direction, script.held(texts), loss);
  }

  /**
   * Names the step, for a log.
   *
   * @return such as {@code Step[UP 8 (add index)]}
   */
  @Override
  public String toString() {
    return "Step[%s %s]".formatted(direction, migration());
  }
}
