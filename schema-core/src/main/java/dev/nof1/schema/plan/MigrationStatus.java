package dev.nof1.schema.plan;

import dev.nof1.schema.repository.Migration;
import java.util.Optional;

/**
 * One migration in a database.
 *
 * @param migration which; for a missing one the description is the changelog's and the file name is
 *     empty
 * @param state what is known of it
 * @param outOfOrder whether it is pending and older than the newest applied one, so that {@code up}
 *     skips it
 * @param appliedAt when it was applied, as the changelog has it
 */
public record MigrationStatus(
    Migration migration, State state, boolean outOfOrder, Optional<String> appliedAt) {}
