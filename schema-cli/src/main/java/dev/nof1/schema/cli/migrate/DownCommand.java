package dev.nof1.schema.cli.migrate;

import dev.nof1.schema.cli.io.Ids;
import dev.nof1.schema.cli.io.Question;
import dev.nof1.schema.cli.workspace.CommandContext;
import dev.nof1.schema.plan.Target;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code schema-cli down}. */
@Command(
    name = "down",
    description = "Undoes the newest applied migrations.",
    footer = {
      "",
      "Examples:",
      "  schema-cli down         the newest one",
      "  schema-cli down base    all of them",
      "  schema-cli down --to 20251101090000 --dry-run"
    })
public final class DownCommand implements Callable<Integer>, Question {
  private static final String BASE = "base";

  private final CommandContext context;
  @Mixin private RunOptions options;
  @Spec private CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "N|base", description = "How many (default: 1), or all.")
  private @Nullable String count;

  @Option(
      names = "--to",
      paramLabel = "ID",
      description = "The one that stays applied; nothing is done where it is not.")
  private @Nullable String to;

  public DownCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (to != null) {
      return MigrationRun.of(context, Target.downTo(Ids.parseTo(spec, to, count != null)), options);
    }
    String many = count == null ? "1" : count;
    Target target = many.equals(BASE) ? Target.base() : Target.down(Counts.parse(spec, many, BASE));
    return MigrationRun.of(context, target, options);
  }

  @Override
  public boolean asks() {
    return options.dryRun;
  }
}
