package dev.nof1.schema.cli.migrate;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options of a command that is applied to many databases at once. */
final class TenantOptions {
  @Option(
      names = "--each",
      paramLabel = "FILE|QUERY",
      description = {
        "Instead of the environment's database, each of many: a file with one a line, or a query on"
            + " the environment's database that begins with SELECT, WITH, VALUES or TABLE.",
        "Each is a database on the same server, schema:NAME in the same database, or a JDBC URL; one on another server needs user and password of its own."
      })
  private @Nullable String each;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      defaultValue = "4",
      description = "With --each: how many at a time (default: ${DEFAULT-VALUE}).")
  private int parallel = 4;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  boolean given() {
    return each != null;
  }

  String each() {
    return each == null ? "" : each;
  }

  /** Refuses what cannot be meant. */
  void check(RunOptions how) {
    if (how.dryRun) {
      throw new ParameterException(
          spec.commandLine(),
          "--each and --dry-run do not go together: a plan is that of one database. Nothing was run. Name one with --env.");
    }
    if (parallel < 1) {
      throw new ParameterException(
          spec.commandLine(), "--parallel has to be 1 or more. Nothing was run.");
    }
  }

  int parallel() {
    return parallel;
  }
}
