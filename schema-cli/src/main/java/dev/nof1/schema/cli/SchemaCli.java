package dev.nof1.schema.cli;

import dev.nof1.schema.error.SchemaException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code schema-cli} command itself; its subcommands do the work. */
@Command(
    name = "schema-cli",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = VersionText.class,
    synopsisSubcommandLabel = "COMMAND",
    usageHelpAutoWidth = true,
    sortOptions = false,
    subcommands = {
      UpCommand.class,
      DownCommand.class,
      RedoCommand.class,
      VersionCommand.class,
      PendingCommand.class,
      StatusCommand.class,
      CurrentCommand.class,
      NewCommand.class
    })
public final class SchemaCli implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private RepositoryOptions options;

  private final Invocation invocation;
  private final Console console;

  private SchemaCli(Invocation invocation, Console console) {
    this.invocation = invocation;
    this.console = console;
  }

  /**
   * Runs the command line and exits.
   *
   * @param args as the shell gave them
   */
  public static void main(String[] args) {
    PrintWriter out = writer(System.out);
    PrintWriter err = writer(System.err);
    int code = run(out, err, Invocation.ofThisProcess(), args);
    out.flush();
    err.flush();
    System.exit(code);
  }

  /** Runs a command line and returns its exit code; what {@code main} and tests call. */
  static int run(PrintWriter out, PrintWriter err, Invocation invocation, String... args) {
    Console console = new Console(out, err);
    CommandLine line = new CommandLine(new SchemaCli(invocation, console));
    line.setOut(out);
    line.setErr(err);
    line.setExecutionExceptionHandler((e, command, parsed) -> report(e, command, console));
    line.setParameterExceptionHandler((e, arguments) -> misused(e, console));
    int code = line.execute(Abbreviations.expand(line, console, args));
    err.flush();
    // Flushes, too: a full disk is noticed only when the last of the answer is written.
    if (out.checkError() && code == ExitCode.DONE) {
      console.complain(
          "the output could not be written. What was asked for is done, but the answer is not complete.");
      return isQuestion(line.getParseResult()) ? ExitCode.UNKNOWN : ExitCode.FAILED;
    }
    return code;
  }

  /** Without a command there is nothing to do but to say what there is. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command, such as 'up' or 'status'.");
  }

  Console console() {
    return console;
  }

  Workspace workspace() {
    return Workspace.of(options, invocation, console);
  }

  private static int report(Exception e, CommandLine command, Console console) {
    Object user = command.getCommandSpec().userObject();
    if (command.getCommandSpec().root().userObject() instanceof SchemaCli cli
        && cli.options.trace) {
      console.note(Trace.of(e));
    }
    if (e instanceof SchemaException) {
      console.complain(String.valueOf(e.getMessage()));
      return user instanceof Question ? ExitCode.UNKNOWN : ExitCode.FAILED;
    }
    console.complain(
        "internal error, please report it: "
            + e
            + "\n  at "
            + (e.getStackTrace().length > 0 ? e.getStackTrace()[0] : "?"));
    return user instanceof Question ? ExitCode.UNKNOWN : ExitCode.FAILED;
  }

  private static boolean isQuestion(@Nullable ParseResult parsed) {
    return parsed != null
        && parsed.hasSubcommand()
        && parsed.subcommand().commandSpec().userObject() instanceof Question;
  }

  private static int misused(ParameterException e, Console console) {
    CommandLine command = e.getCommandLine();
    console.complain(String.valueOf(e.getMessage()));
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, console.err())) {
      console.note("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    }
    return ExitCode.USAGE;
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }
}
