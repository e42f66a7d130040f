package dev.nof1.schema.cli.migrate;

import dev.nof1.schema.OfflineMigrations;
import dev.nof1.schema.cli.io.ExitCode;
import dev.nof1.schema.cli.io.OutputFile;
import dev.nof1.schema.cli.workspace.CommandContext;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code schema-cli export}. */
@Command(
    name = "export",
    description = {
      "Writes all migrations as one file for somebody else's start-up.",
      "docker-init: an SQL file for /docker-entrypoint-initdb.d/ of the postgres image. It applies what a database lacks, so it can be run again. Connects to nothing. Values of variables are filled in, so it may hold secrets; the user of the image has to be able to read it."
    },
    footer = {
      "",
      "Examples:",
      "  schema-cli export docker-init -o schema.sql",
      "  schema-cli export docker-init --env=production | psql"
    })
public final class ExportCommand implements Callable<Integer> {
  private final CommandContext context;
  @Spec private CommandSpec spec;
  @Mixin private OutputFile output;

  @Parameters(paramLabel = "docker-init", description = "For what.")
  private String target = "";

  public ExportCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (!target.equals("docker-init")) {
      throw new ParameterException(
          spec.commandLine(),
          "'%s' is nothing to export for: there is 'docker-init'.".formatted(target));
    }
    OfflineMigrations migrations = context.workspace().offline();
    // The postgres image reads it as another user.
    output.write(
        context.invocation(),
        context.console(),
        OutputFile.Readers.USUAL,
        migrations::writeWhatIsPending);
    return ExitCode.DONE;
  }
}
