package dev.nof1.schema.cli;

import dev.nof1.schema.environment.Surroundings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The command as a test starts it: in a folder, with environment variables of the test's own. */
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

  Cli with(String variable, String value) {
    variables.put(variable, value);
    return this;
  }

  Result run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Invocation invocation = new Invocation(new Surroundings(variables, Map.of()), folder, checkout);
    int code = SchemaCli.run(new PrintWriter(out), new PrintWriter(err), invocation, args);
    return new Result(code, out.toString(), err.toString());
  }

  record Result(int code, String out, String err) {
    /** The times differ from run to run. */
    String outWithoutTimes() {
      return out.replaceAll("  [0-9]+ ms", "  N ms");
    }
  }
}
