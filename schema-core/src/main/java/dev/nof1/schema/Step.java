package dev.nof1.schema;

import dev.nof1.schema.repository.Direction;
import dev.nof1.schema.repository.Migration;

/**
 * One migration to be run one way.
 *
 * @param direction which way
 * @param migration which
 */
public record Step(Direction direction, Migration migration) {}
