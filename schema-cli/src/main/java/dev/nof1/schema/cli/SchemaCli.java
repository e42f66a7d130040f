package dev.nof1.schema.cli;

import dev.nof1.schema.cli.io.Console;
import dev.nof1.schema.cli.io.Diagnostics;
import dev.nof1.schema.cli.io.ExitCode;
import dev.nof1.schema.cli.io.Invocation;
import dev.nof1.schema.cli.io.OutputOptions;
import dev.nof1.schema.cli.io.PipeOutput;
import dev.nof1.schema.cli.io.Question;
import dev.nof1.schema.cli.io.VersionText;
import dev.nof1.schema.cli.start.ClassArchive;
import dev.nof1.schema.cli.start.HeadStart;
import dev.nof1.schema.cli.start.ReadyAnswer;
import dev.nof1.schema.cli.workspace.CommandContext;
import dev.nof1.schema.cli.workspace.RepositoryOptions;
import dev.nof1.schema.error.FileTrouble;
import dev.nof1.schema.error.SchemaException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.IParameterExceptionHandler;
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
    sortOptions = false)
public final class SchemaCli implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private final RepositoryOptions options;

  @SuppressWarnings("UnusedVariable") // Read by picocli, which fills in its options.
  @Mixin
  private final OutputOptions output;

  SchemaCli(RepositoryOptions options, OutputOptions output) {
    this.options = options;
    this.output = output;
  }

  /**
   * Runs the command line and exits.
   *
   * @param args as the shell gave them
   */
  public static void main(String[] args) {
    System.exit(runHere(args));
  }

  /** Runs the command line on the streams of this process, and returns the exit code. */
  static int runHere(String... args) {
    Invocation invocation = Invocation.ofThisProcess();
    if (ReadyAnswer.to(invocation, args).isEmpty()) {
      // Nothing that is sent or written may depend on the machine: the driver sends this zone to
      // the server, which does not know all that Java does; numbers have the digits of this locale.
      TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
      Locale.setDefault(Locale.ROOT);
      HeadStart.begin();
    }
    PrintWriter out = writer(FileDescriptor.out);
    PrintWriter err = writer(FileDescriptor.err);
    int code = run(out, err, invocation, args);
    out.flush();
    err.flush();
    if (code == ExitCode.DONE) {
      ClassArchive.make();
    }
    return code;
  }

  /**
   * Runs a command line, as {@code main} and tests do. Ends no process.
   *
   * @param out where results go
   * @param err where progress and complaints go
   * @param invocation what the process was started with
   * @param args the command line
   * @return the exit code
   */
  public static int run(PrintWriter out, PrintWriter err, Invocation invocation, String... args) {
    OutputOptions output = new OutputOptions(invocation);
    return run(new Console(out, err, output), output, invocation, args);
  }

  /**
   * Runs a command line for a program that has a log of its own. Ends no process.
   *
   * @param out where results go
   * @param err where progress goes
   * @param diagnostics where warnings and complaints go
   * @param invocation what the command is started with
   * @param args the command line
   * @return the exit code
   */
  public static int run(
      PrintWriter out,
      PrintWriter err,
      Diagnostics diagnostics,
      Invocation invocation,
      String... args) {
    OutputOptions output = new OutputOptions(invocation);
    return run(new Console(out, err, output, diagnostics), output, invocation, args);
  }

  private static int run(
      Console console, OutputOptions output, Invocation invocation, String... args) {
    long started = System.nanoTime();
    PrintWriter out = console.out();
    PrintWriter err = console.err();
    Optional<String> ready = ReadyAnswer.to(invocation, args);
    if (ready.isPresent()) {
      out.print(ready.get());
      return written(ExitCode.DONE, false, console, out, err);
    }
    RepositoryOptions options = new RepositoryOptions();
    CommandContext context = new CommandContext(invocation, console, options);
    CommandLine line = new CommandLine(new SchemaCli(options, output));
    String[] named = Abbreviations.command(line, args);
    for (String name : Commands.on(named)) {
      line.addSubcommand(Commands.command(name, context));
    }
    GroupedHelp.into(line.getCommandSpec());
    line.setUsageHelpAutoWidth(invocation.isTerminal(1));
    line.setOut(out);
    line.setErr(err);
    Handlers handlers = new Handlers(console, output);
    line.setExecutionStrategy(handlers);
    line.setExecutionExceptionHandler(handlers);
    line.setParameterExceptionHandler(handlers);
    int code = line.execute(Abbreviations.options(line, console, named));
    if (output.verbose()) {
      console.detail("Took " + Duration.ofNanos(System.nanoTime() - started).toMillis() + " ms.");
    }
    return written(code, isQuestion(line.getParseResult()), console, out, err);
  }

  /** Returns the exit code of an answer once it is written. */
  private static int written(
      int code, boolean isQuestion, Console console, PrintWriter out, PrintWriter err) {
    err.flush();
    // Flushes, too: a full disk is noticed only when the last of the answer is written.
    if (!out.checkError() || code == ExitCode.USAGE) {
      return code;
    }
    console.complain(
        "the output could not be written. %sThe answer is not complete."
            .formatted(code == ExitCode.DONE ? "What was asked for is done. " : ""));
    err.flush();
    return isQuestion ? ExitCode.UNKNOWN : ExitCode.FAILED;
  }

  /** A class, because lambdas of picocli's types cannot be shared between JVMs. */
  private record Handlers(Console console, OutputOptions output)
      implements IExecutionStrategy, IExecutionExceptionHandler, IParameterExceptionHandler {

    /** Help is printed here, when the options are known. */
    @Override
    public int execute(ParseResult parsed) {
      parsed.commandSpec().commandLine().setColorScheme(output.colorScheme());
      return new CommandLine.RunLast().execute(parsed);
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
      return report(e, command, console);
    }

    @Override
    public int handleParseException(ParameterException e, String[] args) {
      return misused(e, console);
    }
  }

  /** Reports a line without a command as wrong usage; a bare one lists the commands. */
  @Override
  public void run() {
    CommandLine line = spec.commandLine();
    if (line.getParseResult().originalArgs().isEmpty()) {
      line.getOut().print(GroupedHelp.list(line.getHelp()));
    }
    throw new ParameterException(line, "Name a command, such as 'up' or 'status'.");
  }

  private static int report(Exception e, CommandLine command, Console console) {
    Object user = command.getCommandSpec().userObject();
    if (command.getCommandSpec().root().userObject() instanceof SchemaCli cli
        && cli.options.trace) {
      console.note(FailureTrace.of(e));
    }
    if (e instanceof SchemaException) {
      console.complain(String.valueOf(e.getMessage()));
      return asks(user) ? ExitCode.UNKNOWN : ExitCode.FAILED;
    }
    if (e instanceof InvalidPathException path) {
      console.complain(
          FileTrouble.unreadableName(path.getInput())
              .orElse(
                  "The path %s cannot be used: %s.".formatted(path.getInput(), path.getReason())));
      return asks(user) ? ExitCode.UNKNOWN : ExitCode.FAILED;
    }
    console.complain(
        "internal error, please report it: "
            + e
            + "\n  at "
            + (e.getStackTrace().length > 0 ? e.getStackTrace()[0] : "?"));
    return asks(user) ? ExitCode.UNKNOWN : ExitCode.FAILED;
  }

  private static boolean isQuestion(@Nullable ParseResult parsed) {
    ParseResult last = parsed;
    while (last != null && last.hasSubcommand()) {
      last = last.subcommand();
    }
    return last != null && asks(last.commandSpec().userObject());
  }

  private static boolean asks(Object command) {
    return command instanceof Question question && question.asks();
  }

  private static int misused(ParameterException e, Console console) {
    CommandLine command = e.getCommandLine();
    console.complain(String.valueOf(e.getMessage()));
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, console.err())) {
      console.note("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    }
    return ExitCode.USAGE;
  }

  /**
   * Opens a stream of the process without {@code System.out}, which does not report a full disk.
   */
  private static PrintWriter writer(FileDescriptor stream) {
    return new PrintWriter(
        new OutputStreamWriter(
            new PipeOutput(new FileOutputStream(stream)), StandardCharsets.UTF_8),
        true);
  }
}
