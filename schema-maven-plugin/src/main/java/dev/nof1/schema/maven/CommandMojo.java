package dev.nof1.schema.maven;

import dev.nof1.schema.cli.SchemaCli;
import dev.nof1.schema.cli.io.Diagnostics;
import dev.nof1.schema.cli.io.ExitCode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Goal that is a command of schema-cli: it runs the command in this JVM, with the goal's parameters
 * as its options, and what the command prints is in Maven's log.
 */
abstract class CommandMojo extends RepositoryMojo {
  /** Reports also which files and database are used and why, each statement, and times. */
  @Parameter(property = "schema.verbose", defaultValue = "false")
  private boolean verbose;

  /** The command and its own options. */
  abstract Arguments arguments() throws MojoExecutionException;

  @Override
  void run(RepositoryChoice choice) throws MojoExecutionException, MojoFailureException {
    Log log = getLog();
    Arguments arguments = arguments(choice);
    String[] line = arguments.line();
    Complaints complaints = new Complaints(log, arguments);
    int code;
    try (PrintWriter out = new PrintWriter(new LineWriter(log::info));
        PrintWriter err = new PrintWriter(new LineWriter(log::info))) {
      code = SchemaCli.run(out, err, complaints, invocation(choice), line);
    }
    complaints.judge(code, line[0]);
  }

  /** The command line that stands for all of the goal's parameters. */
  final Arguments arguments(RepositoryChoice choice) throws MojoExecutionException {
    return repository(arguments(), choice).flag("--verbose", verbose || getLog().isDebugEnabled());
  }

  /** Warnings go to the log at once, complaints become the goal's failure. */
  private static final class Complaints implements Diagnostics {
    private final Log log;
    private final Arguments arguments;
    private final List<String> messages = new ArrayList<>();

    Complaints(Log log, Arguments arguments) {
      this.log = log;
      this.arguments = arguments;
    }

    @Override
    public void warn(String prefix, String line) {
      log.warn(prefix + arguments.inTermsOfTheGoal(line));
    }

    @Override
    public synchronized void complain(String prefix, String message) {
      messages.add(prefix + arguments.inTermsOfTheGoal(message));
    }

    synchronized void judge(int code, String command)
        throws MojoExecutionException, MojoFailureException {
      String all = String.join("\n", messages);
      switch (code) {
        case ExitCode.DONE -> messages.forEach(log::warn);
        case ExitCode.FAILED ->
            throw new MojoFailureException(
                all.isEmpty()
                    ? "The answer of '%s' is no; the lines above say why.".formatted(command)
                    : all);
        case ExitCode.USAGE ->
            throw new MojoExecutionException(
                all
                    + "\nA goal's parameters are named as the command's options: --dry-run is <dryRun> in the POM and -Dschema.dryRun on the command line.");
        default ->
            throw new MojoExecutionException(
                all.isEmpty()
                    ? "'%s' could not find it out; the lines above say why.".formatted(command)
                    : all);
      }
    }
  }
}
