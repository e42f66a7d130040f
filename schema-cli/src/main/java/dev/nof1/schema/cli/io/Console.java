package dev.nof1.schema.cli.io;

import dev.nof1.schema.environment.Surroundings;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Output of a command: results on one stream, progress and complaints on the other. Lines of
 * several threads do not mix.
 */
public final class Console {
  private final PrintWriter out;
  private final PrintWriter err;
  private final OutputOptions options;
  private final Diagnostics diagnostics;
  private final String prefix;

  public Console(PrintWriter out, PrintWriter err, OutputOptions options) {
    this(out, err, options, new ErrorLines(err, options));
  }

  /** Console whose warnings and complaints go elsewhere than to the stream of errors. */
  public Console(PrintWriter out, PrintWriter err, OutputOptions options, Diagnostics diagnostics) {
    this(out, err, options, diagnostics, "");
  }

  private Console(
      PrintWriter out,
      PrintWriter err,
      OutputOptions options,
      Diagnostics diagnostics,
      String prefix) {
    this.out = out;
    this.err = err;
    this.options = options;
    this.diagnostics = diagnostics;
    this.prefix = prefix;
  }

  /**
   * Makes the console of one of several databases that are worked on: its lines are progress, each
   * with its name.
   */
  public Console of(String name) {
    PrintWriter progress = quiet() ? new PrintWriter(Writer.nullWriter()) : err;
    return new Console(progress, err, options, diagnostics, "[" + name + "] ");
  }

  /** Console without colour that prints everything but details. */
  public Console(PrintWriter out, PrintWriter err) {
    this(
        out,
        err,
        new OutputOptions(
            new Invocation(new Surroundings(Map.of(), Map.of()), Path.of(""), Optional.empty())));
  }

  /** Results. */
  public PrintWriter out() {
    return out;
  }

  /** Progress, warnings, errors. */
  public PrintWriter err() {
    return err;
  }

  /** Checks whether {@code --quiet} leaves out progress and notices. */
  boolean quiet() {
    return options.quiet();
  }

  /** Writes a line of the result; never left out. */
  public void result(String line) {
    out.println(prefix + line);
  }

  /** Writes a line of the result, on a terminal with a mark and in colour; never left out. */
  public void result(Mark mark, String line) {
    boolean colored = options.colored(OutputOptions.OUT);
    String sign = options.marked() ? colored(mark, mark.sign(), colored) + " " : "";
    result(sign + colored(mark, line, colored && mark.colorsLine()));
  }

  /** Colours a word of the result, on a terminal. */
  public String colored(Mark mark, String text) {
    return colored(mark, text, options.colored(OutputOptions.OUT));
  }

  private static String colored(Mark mark, String text, boolean colored) {
    return colored ? mark.colored(text) : text;
  }

  /** Writes a line of progress or a notice; left out with {@code --quiet}. */
  public void note(String line) {
    if (!options.quiet()) {
      err.println(prefix + line);
    }
  }

  /** Writes a detail that helps to find a cause; with {@code --verbose} only. */
  public void detail(String line) {
    if (options.verbose()) {
      err.println(prefix + line);
    }
  }

  /** Checks whether {@code --verbose} asks for details. */
  public boolean verbose() {
    return options.verbose();
  }

  public void warn(String line) {
    diagnostics.warn(prefix, line);
  }

  /** Prints a part of a line that is written over later; left out with {@code --quiet}. */
  public void progress(String part) {
    if (!options.quiet()) {
      err.print(part);
      err.flush();
    }
  }

  public void complain(String message) {
    diagnostics.complain(prefix, message);
  }

  /** Diagnostics as lines of a stream, each with the word that says what it is. */
  private record ErrorLines(PrintWriter err, OutputOptions options) implements Diagnostics {
    @Override
    public void warn(String prefix, String line) {
      err.println(prefix + colored(Mark.PENDING, "Warning: ") + line);
    }

    @Override
    public void complain(String prefix, String message) {
      err.println(prefix + colored(Mark.FAILED, "schema-cli: ") + message);
    }

    private String colored(Mark mark, String text) {
      return Console.colored(mark, text, options.colored(OutputOptions.ERR));
    }
  }
}
