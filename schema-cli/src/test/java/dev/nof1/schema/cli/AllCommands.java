package dev.nof1.schema.cli;

import dev.nof1.schema.cli.io.Console;
import dev.nof1.schema.cli.io.Invocation;
import dev.nof1.schema.cli.io.OutputOptions;
import dev.nof1.schema.cli.workspace.CommandContext;
import dev.nof1.schema.cli.workspace.RepositoryOptions;
import dev.nof1.schema.environment.Surroundings;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;

/** Command line with all commands, to be looked at and not to be run. */
public final class AllCommands {
  private AllCommands() {}

  public static CommandLine line() {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    Invocation here =
        new Invocation(new Surroundings(Map.of(), Map.of()), Path.of(""), Optional.empty());
    RepositoryOptions options = new RepositoryOptions();
    CommandContext context = new CommandContext(here, new Console(nowhere, nowhere), options);
    CommandLine line = new CommandLine(new SchemaCli(options, new OutputOptions(here)));
    Commands.names().forEach(name -> line.addSubcommand(Commands.command(name, context)));
    return line;
  }
}
