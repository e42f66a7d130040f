package dev.nof1.schema.cli;

import dev.nof1.schema.environment.Surroundings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;

/**
 * The command as a test starts it: in a folder, with environment variables of the test's own. Fails
 * on sight of a secret, whatever the test is about.
 */
final class Cli {
  private final Path folder;
  private final Optional<Path> checkout;
  private final Map<String, String> variables = new HashMap<>();

  private Cli(Path folder, Optional<Path> checkout) {
    this.folder = folder;
    this.checkout = checkout;
  }

  static Cli in(Path folder) {
    return new Cli(folder, Optional.empty());
  }

  static Cli inCheckout(Path folder) {
    return new Cli(folder, Optional.of(folder));
  }

  /** All commands as picocli knows them, to be looked at. */
  static CommandLine commands() {
    Console nowhere =
        new Console(new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()));
    Invocation here =
        new Invocation(new Surroundings(Map.of(), Map.of()), Path.of(""), Optional.empty());
    CommandLine line = new CommandLine(new SchemaCli(here, nowhere, new OutputOptions(here)));
    Commands.on().forEach(line::addSubcommand);
    return line;
  }

  Cli with(String variable, String value) {
    if (variable.contains("PASSWORD") && value.length() >= 5) {
      Secrets.add(value);
    }
    variables.put(variable, value);
    return this;
  }

  Result run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Invocation invocation = new Invocation(new Surroundings(variables, Map.of()), folder, checkout);
    int code = SchemaCli.run(new PrintWriter(out), new PrintWriter(err), invocation, args);
    Secrets.assertNoneIn(out.toString());
    Secrets.assertNoneIn(err.toString());
    return new Result(code, out.toString(), err.toString());
  }

  record Result(int code, String out, String err) {
    /** The times differ from run to run. */
    String outWithoutTimes() {
      return out.replaceAll("  [0-9]+ ms", "  N ms");
    }
  }
}
