package dev.nof1.schema.cli.records;

import dev.nof1.schema.cli.SchemaCli;
import dev.nof1.schema.cli.io.Confirmation;
import dev.nof1.schema.cli.io.Ids;
import dev.nof1.schema.cli.migrate.Change;
import dev.nof1.schema.cli.workspace.Database;
import java.math.BigDecimal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
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
  @ParentCommand private SchemaCli cli;
  @Spec private CommandSpec spec;
  @Mixin private Confirmation confirmation;

  @Parameters(
      paramLabel = "ID",
      description = "The newest migration that the database has in effect.")
  private String version = "";

  @Override
  public Integer call() {
    BigDecimal id = Ids.parse(spec, version, "");
    try (Database database = cli.workspace().open()) {
      return Change.records(
          cli,
          database,
          records -> Stamping.run(cli, database, records, records.baseline(id), confirmation));
    }
  }
}
