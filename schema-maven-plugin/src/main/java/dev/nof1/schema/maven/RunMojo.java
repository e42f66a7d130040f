package dev.nof1.schema.maven;

import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Goal that runs migrations, or shows what it would run. */
abstract class RunMojo extends CommandMojo {
  /** Reports what would run, and changes nothing. */
  @Parameter(property = "schema.dryRun", defaultValue = "false")
  private boolean dryRun;

  /** With dryRun: reports the statements too, variables by their names. */
  @Parameter(property = "schema.sql", defaultValue = "false")
  private boolean sql;

  /** All or nothing: one transaction for all migrations of this run. */
  @Parameter(property = "schema.singleTransaction", defaultValue = "false")
  private boolean singleTransaction;

  /**
   * Time to wait for one lock before the migration is rolled back and tried again, such as 500ms.
   */
  @Parameter(property = "schema.lockTimeout")
  private @Nullable String lockTimeout;

  /** Number of tries in all of a migration that does not get its locks. */
  @Parameter(property = "schema.lockTries")
  private @Nullable String lockTries;

  /** Time that one statement may take; 0 for no limit. */
  @Parameter(property = "schema.statementTimeout")
  private @Nullable String statementTimeout;

  Arguments arguments(String command) {
    return new Arguments(command)
        .flag("--dry-run", dryRun)
        .flag("--sql", sql)
        .flag("--single-transaction", singleTransaction)
        .option("--lock-timeout", lockTimeout)
        .option("--lock-tries", lockTries)
        .option("--statement-timeout", statementTimeout);
  }
}
