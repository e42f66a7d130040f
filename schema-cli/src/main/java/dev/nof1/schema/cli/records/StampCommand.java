package dev.nof1.schema.cli.records;

import dev.nof1.schema.cli.io.Confirmation;
import dev.nof1.schema.cli.io.Ids;
import dev.nof1.schema.cli.workspace.CommandContext;
import dev.nof1.schema.cli.workspace.Database;
import dev.nof1.schema.plan.Target;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code schema-cli stamp}. */
@Command(
    name = "stamp",
    description = "Records that the database is at a migration, without running anything.",
    footer = {
      "",
      "Examples:",
      "  schema-cli stamp 20251101090000      after asking",
      "  schema-cli stamp head --yes"
    })
public final class StampCommand implements Callable<Integer> {
  private final CommandContext context;
  @Spec private CommandSpec spec;
  @Mixin private Confirmation confirmation;

  @Parameters(
      paramLabel = "ID|head|base",
      description = "The migration that is to be the newest recorded one.")
  private String version = "";

  public StampCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Target target =
        switch (version) {
          case "head" -> Target.head();
          case "base" -> Target.base();
          default -> Target.version(Ids.parse(spec, version, ", 'head' or 'base'"));
        };
    try (Database database = context.workspace().open()) {
      return RecordsRun.of(
          context,
          database,
          records ->
              StampRecording.run(context, database, records, records.stamp(target), confirmation));
    }
  }
}
