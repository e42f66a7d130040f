package dev.nof1.schema.cli.records;

import dev.nof1.schema.cli.io.Confirmation;
import dev.nof1.schema.cli.io.Ids;
import dev.nof1.schema.cli.workspace.CommandContext;
import dev.nof1.schema.cli.workspace.Database;
import java.math.BigDecimal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code schema-cli baseline}. */
@Command(
    name = "baseline",
    description =
        "Begins with a database that was there before: creates the changelog if it is missing, and records all migrations up to one as applied, without running them.",
    footer = {
      "",
      "Examples:",
      "  schema-cli baseline 20251101093000    after asking",
      "  schema-cli baseline 20251101093000 --yes --env=production"
    })
public final class BaselineCommand implements Callable<Integer> {
  private final CommandContext context;
  @Spec private CommandSpec spec;
  @Mixin private Confirmation confirmation;

  @Parameters(
      paramLabel = "ID",
      description = "The newest migration that the database has in effect.")
  private String version = "";

  public BaselineCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    BigDecimal id = Ids.parse(spec, version, "");
    try (Database database = context.workspace().open()) {
      return RecordsRun.of(
          context,
          database,
          records ->
              StampRecording.run(context, database, records, records.baseline(id), confirmation));
    }
  }
}
