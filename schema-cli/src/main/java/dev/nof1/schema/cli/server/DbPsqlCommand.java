package dev.nof1.schema.cli.server;

import dev.nof1.schema.cli.io.ExitCode;
import dev.nof1.schema.cli.workspace.CommandContext;
import dev.nof1.schema.cli.workspace.Database;
import dev.nof1.schema.error.ConfigurationException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code schema-cli db psql}. */
@Command(
    name = "psql",
    description = {
      "Opens the development database in psql.",
      "Where 'db start' left no server running, one runs as long as psql does."
    },
    footer = {
      "",
      "Examples:",
      "  schema-cli db psql",
      "  schema-cli db psql -- -c 'SELECT count(*) FROM seasons'"
    })
final class DbPsqlCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(arity = "0..*", paramLabel = "ARG", description = "Passed to psql, after --.")
  private List<String> arguments = new ArrayList<>();

  DbPsqlCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Path psql = psql();
    try (Database database = DevelopmentServer.workspace(context).open()) {
      List<String> command = new ArrayList<>();
      command.add(psql.toString());
      command.addAll(arguments);
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(context.invocation().workingDirectory().toFile())
              .inheritIO();
      Map<String, String> environment = builder.environment();
      // Somebody's own PGSERVICE or PGSSLMODE is about another server.
      environment.keySet().removeIf(name -> name.startsWith("PG"));
      environment.putAll(database.libpq());
      return builder.start().waitFor();
    } catch (IOException e) {
      throw new ConfigurationException("%s cannot be run: %s.".formatted(psql, e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.FAILED;
    }
  }

  private Path psql() {
    for (String folder : context.invocation().variable("PATH").split(File.pathSeparator, -1)) {
      Path program = Path.of(folder).resolve("psql");
      if (!folder.isEmpty() && Files.isExecutable(program)) {
        return program;
      }
    }
    throw new ConfigurationException(
        "There is no psql on the PATH. Install it (such as Debian's postgresql-client), or connect another program to what 'schema-cli db url' prints.");
  }
}
