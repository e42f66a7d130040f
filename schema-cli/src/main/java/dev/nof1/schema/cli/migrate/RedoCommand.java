package dev.nof1.schema.cli.migrate;

import dev.nof1.schema.cli.io.Question;
import dev.nof1.schema.cli.workspace.CommandContext;
import dev.nof1.schema.plan.Target;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code schema-cli redo}. */
@Command(
    name = "redo",
    description = "Undoes the newest applied migrations and applies them again.",
    footer = {
      "",
      "Examples:",
      "  schema-cli redo      the newest one",
      "  schema-cli redo 2    the newest two"
    })
public final class RedoCommand implements Callable<Integer>, Question {
  private final CommandContext context;
  @Mixin private RunOptions options;
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many (default: 1).")
  private String count = "1";

  public RedoCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return MigrationRun.of(context, Target.redo(Counts.parse(spec, count, "")), options);
  }

  @Override
  public boolean asks() {
    return options.dryRun;
  }
}
