package dev.nof1.schema.cli.migrate;

import dev.nof1.schema.Migrations;
import dev.nof1.schema.cli.io.OutputFormat;
import dev.nof1.schema.cli.workspace.Database;
import dev.nof1.schema.environment.TimeText;
import dev.nof1.schema.event.MigrationListener;
import dev.nof1.schema.hook.Hooks;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Options of the commands that run migrations, or only show what they would run. */
final class RunOptions {
  @Option(
      names = "--dry-run",
      description =
          "Only print what would run; change nothing. Exits with 3 when that could not be found out.")
  boolean dryRun;

  @Option(
      names = "--sql",
      description =
          "With --dry-run: print the statements, too, with their places. Variables keep their names, for their values may be secrets.")
  boolean sql;

  @Option(
      names = "--single-transaction",
      description = "All or nothing: one transaction for all migrations of this run.")
  private boolean singleTransaction;

  @Option(
      names = "--lock-timeout",
      paramLabel = "TIME",
      converter = Time.class,
      description =
          "How long to wait for one lock before the migration is rolled back and tried again, such as 500ms (default: the environment's lock_timeout, or 5s).")
  private @Nullable Duration lockTimeout;

  @Option(
      names = "--lock-tries",
      paramLabel = "N",
      converter = Tries.class,
      description =
          "How often it is tried in all (default: the environment's lock_tries, or 10, which takes about two minutes).")
  private @Nullable Integer lockTries;

  @Option(
      names = "--statement-timeout",
      paramLabel = "TIME",
      converter = TimeOrNone.class,
      description =
          "How long one statement may take; 0 for no limit, of a transaction neither (default: the environment's statement_timeout, or what server, database and role have set).")
  private @Nullable Duration statementTimeout;

  @Mixin OutputFormat format = new OutputFormat();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** Refuses what would be passed over in silence, and run instead. */
  void check() {
    if (sql && !dryRun) {
      throw new ParameterException(
          spec.commandLine(), "--sql shows the statements of a dry run: add --dry-run.");
    }
  }

  boolean singleTransaction() {
    return singleTransaction;
  }

  /** Migrations of a database; a flag counts more than the environment file. */
  Migrations migrations(Database database, MigrationListener listener, Hooks hooks) {
    Migrations.Builder builder = database.builder(listener, hooks);
    builder.singleTransaction(singleTransaction);
    if (lockTimeout != null) {
      builder.lockTimeout(lockTimeout);
    }
    if (lockTries != null) {
      builder.lockTries(lockTries);
    }
    if (statementTimeout != null) {
      builder.statementTimeout(statementTimeout);
    }
    return builder.build();
  }

  /** Reads a time with its unit. */
  static final class Time implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      return TimeText.parse(text)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'%s' is no time above zero with its unit: write 5s, 500ms or 2min, for example."
                          .formatted(text)));
    }
  }

  /** Reads a time with its unit, or 0. */
  static final class TimeOrNone implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      return TimeText.isNone(text) ? Duration.ZERO : new Time().convert(text);
    }
  }

  /** Reads a number from 1. */
  static final class Tries implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      if (!text.matches("[1-9][0-9]{0,5}")) {
        throw new TypeConversionException("'%s' is no number from 1.".formatted(text));
      }
      return Integer.valueOf(text);
    }
  }
}
