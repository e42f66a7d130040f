package dev.nof1.schema.cli.server;

import dev.nof1.schema.cli.workspace.CommandContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code schema-cli db}: the embedded development server; its subcommands do the work. */
@Command(
    name = "db",
    description = "Starts, stops and opens the embedded development server.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Examples:", "  schema-cli db start", "  schema-cli db psql"})
public final class DbCommand implements Runnable {
  @Spec private CommandSpec spec;

  private DbCommand() {}

  /** Command with its own subcommands, of which the command table knows nothing. */
  public static CommandLine line(CommandContext context) {
    return new CommandLine(new DbCommand())
        .addSubcommand(new DbStartCommand(context))
        .addSubcommand(new DbStopCommand(context))
        .addSubcommand(new DbUrlCommand(context))
        .addSubcommand(new DbPsqlCommand(context));
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Name what to do: 'db start', 'db stop', 'db url' or 'db psql'.");
  }
}
