package dev.nof1.schema.cli.server;

import dev.nof1.schema.cli.io.Console;
import dev.nof1.schema.cli.io.Durations;
import dev.nof1.schema.cli.io.ExitCode;
import dev.nof1.schema.cli.io.Question;
import dev.nof1.schema.cli.workspace.CommandContext;
import dev.nof1.schema.cli.workspace.Inquiry;
import dev.nof1.schema.postgres.NamedDatabase;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code schema-cli wait}. */
@Command(
    name = "wait",
    description = {
      "Waits until the database accepts connections.",
      "Fails at once where waiting cannot help, such as with a wrong password."
    },
    footer = {
      "",
      "Examples:",
      "  schema-cli wait --env=production && schema-cli up --env=production",
      "  schema-cli wait --timeout=5min"
    })
public final class WaitCommand implements Callable<Integer>, Question {
  private final CommandContext context;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "60s",
      converter = Durations.class,
      description =
          "How long: seconds, or 500ms, 30s, 2min; 0 tries once (default: ${DEFAULT-VALUE}).")
  private Duration timeout = Duration.ofSeconds(60);

  public WaitCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Console console = context.console();
    try (Inquiry inquiry = Inquiry.of(context.workspace())) {
      if (inquiry.database().isEmpty()) {
        console.result(
            "Nothing to wait for: the embedded server starts with the command that needs it.");
        return ExitCode.DONE;
      }
      NamedDatabase named = inquiry.database().get().named();
      named.await(timeout, console::note);
      console.result("%s accepts connections.".formatted(named.name()));
    }
    return ExitCode.DONE;
  }
}
