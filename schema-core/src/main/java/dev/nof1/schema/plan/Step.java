package dev.nof1.schema.plan;

import dev.nof1.schema.repository.Direction;
import dev.nof1.schema.repository.Migration;
import java.util.Optional;

/**
 * One migration to be run one way.
 *
 * @param direction which way
 * @param migration which
 * @param loss why undoing it loses rows, where its script says so ({@code -- //@LOSSY reason})
 */
public record Step(Direction direction, Migration migration, Optional<String> loss) {

  public Step(Direction direction, Migration migration) {
    this(direction, migration, Optional.empty());
  }
}
