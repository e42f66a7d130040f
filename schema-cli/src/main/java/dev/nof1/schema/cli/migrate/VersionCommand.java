package dev.nof1.schema.cli.migrate;

import dev.nof1.schema.cli.io.Ids;
import dev.nof1.schema.cli.io.Question;
import dev.nof1.schema.cli.workspace.CommandContext;
import dev.nof1.schema.plan.Target;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code schema-cli version}. */
@Command(
    name = "version",
    description = "Brings the database up or down to one migration.",
    footer = {"", "Examples:", "  schema-cli version 20251101090000", "  schema-cli version base"})
public final class VersionCommand implements Callable<Integer>, Question {
  private final CommandContext context;
  @Mixin private RunOptions options;
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "ID|head|base",
      description = "The migration that is to be the newest applied one.")
  private String version = "";

  public VersionCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return MigrationRun.of(context, target(), options);
  }

  private Target target() {
    if (version.equals("head")) {
      return Target.head();
    }
    if (version.equals("base")) {
      return Target.base();
    }
    return Target.version(Ids.parse(spec, version, ", 'head' or 'base'"));
  }

  @Override
  public boolean asks() {
    return options.dryRun;
  }
}
