package dev.nof1.schema.cli;

import dev.nof1.schema.Target;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code schema-cli down}. */
@Command(
    name = "down",
    description = "Undoes the newest applied migrations.",
    footer = {
      "",
      "Examples:",
      "  schema-cli down         the newest one",
      "  schema-cli down base    all of them"
    })
final class DownCommand implements Callable<Integer> {
  private static final String BASE = "base";

  @ParentCommand private SchemaCli cli;
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "N|base",
      defaultValue = "1",
      description = "How many (default: 1), or all.")
  private String count = "1";

  @Override
  public Integer call() {
    Target target =
        count.equals(BASE) ? Target.base() : Target.down(Counts.parse(spec, count, BASE));
    return Change.run(cli, target);
  }
}
