package dev.nof1.schema.cli.migrate;

import dev.nof1.schema.cli.SchemaCli;
import dev.nof1.schema.cli.io.Question;
import dev.nof1.schema.plan.Target;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** {@code schema-cli pending}. */
@Command(
    name = "pending",
    description = "Applies all pending migrations, those older than the newest applied one too.",
    footer = {"", "Examples:", "  schema-cli pending", "  schema-cli pending --env=production"})
public final class PendingCommand implements Callable<Integer>, Question {
  @ParentCommand private SchemaCli cli;
  @Mixin private RunOptions options;

  @Override
  public Integer call() {
    return Change.run(cli, Target.pending(), options);
  }

  @Override
  public boolean asks() {
    return options.dryRun;
  }
}
