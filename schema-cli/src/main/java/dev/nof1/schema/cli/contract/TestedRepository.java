package dev.nof1.schema.cli.contract;

import dev.nof1.schema.repository.MigrationSource;
import dev.nof1.schema.repository.ScriptSettings;
import java.util.Optional;

/**
 * Repository whose migrations are to be proved.
 *
 * @param source where the scripts are
 * @param settings how they are read
 * @param changelog the changelog table, as in SQL
 * @param schemaFile what declares the schema at head, as {@code schemaFile()} of the contract names
 *     it; empty if nothing does
 */
public record TestedRepository(
    MigrationSource source,
    ScriptSettings settings,
    String changelog,
    Optional<String> schemaFile) {}
