package dev.nof1.schema.cli.migrate;

import dev.nof1.schema.cli.io.Question;
import dev.nof1.schema.cli.workspace.CommandContext;
import dev.nof1.schema.plan.Target;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code schema-cli pending}. */
@Command(
    name = "pending",
    description = "Applies all pending migrations, those older than the newest applied one too.",
    footer = {"", "Examples:", "  schema-cli pending", "  schema-cli pending --env=production"})
public final class PendingCommand implements Callable<Integer>, Question {
  private final CommandContext context;
  @Mixin private RunOptions options;

  public PendingCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return MigrationRun.of(context, Target.pending(), options);
  }

  @Override
  public boolean asks() {
    return options.dryRun;
  }
}
