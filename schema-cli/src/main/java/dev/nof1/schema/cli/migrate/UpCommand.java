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

/** {@code schema-cli up}. */
@Command(
    name = "up",
    description = "Applies pending migrations that are newer than the newest applied one.",
    footer = {
      "",
      "Examples:",
      "  schema-cli up      to the newest migration",
      "  schema-cli up 1    the next one only",
      "  schema-cli up --dry-run --sql    what would be sent",
      "  schema-cli up --each tenants.txt    many databases at once"
    })
public final class UpCommand implements Callable<Integer>, Question {
  private static final String HEAD = "head";

  private final CommandContext context;
  @Mixin private RunOptions options;
  @Spec private CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "N|head", description = "How many, or all (default).")
  private @Nullable String count;

  @Option(
      names = "--to",
      paramLabel = "ID",
      description = "The last one to apply; nothing is done where it is applied.")
  private @Nullable String to;

  @Mixin private TenantOptions each;

  public UpCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return each.given()
        ? TenantRuns.run(context, each, target(), options)
        : MigrationRun.of(context, target(), options);
  }

  private Target target() {
    if (to != null) {
      return Target.upTo(Ids.parseTo(spec, to, count != null));
    }
    return count == null || count.equals(HEAD)
        ? Target.head()
        : Target.up(Counts.parse(spec, count, HEAD));
  }

  @Override
  public boolean asks() {
    return options.dryRun;
  }
}
