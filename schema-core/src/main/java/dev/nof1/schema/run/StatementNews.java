package dev.nof1.schema.run;

import dev.nof1.schema.event.MigrationListener;
import dev.nof1.schema.plan.Step;
import dev.nof1.schema.repository.ScriptSettings;
import dev.nof1.schema.sql.SqlStatement;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reports each statement to the listener, as it stands in the script. What was sent has the values
 * of variables in it, which cannot be taken out again for sure; so the text is taken from the lines
 * of the file, at the place of the statement.
 */
final class StatementNews implements AutoCloseable {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");

  private final MigrationListener listener;
  private final ScriptSettings settings;
  private final ScriptSettings withoutValues;
  private final Step step;
  private final Optional<BufferedReader> source;
  private String line = "";
  private int number;
  private long began;

  private StatementNews(RunContext run, Step step, Optional<BufferedReader> source) {
    this.listener = run.listener;
    this.settings = run.settings;
    this.withoutValues = run.settings.withoutValues();
    this.step = step;
    this.source = source;
  }

  static StatementNews of(RunContext run, Step step) throws IOException {
    boolean fills = !run.settings.equals(run.settings.withoutValues());
    return new StatementNews(
        run,
        step,
        fills && run.listener.hearsStatements() ? step.script().source() : Optional.empty());
  }

  /** A statement is the next. */
  void begins() {
    began = System.nanoTime();
  }

  /** Reports that the statement has run. */
  void done(SqlStatement s) {
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    if (listener.hearsStatements()) {
      listener.statement(step, new SqlStatement(shown(s), s.line(), s.column(), List.of()), took);
    }
  }

  private String shown(SqlStatement s) {
    try {
      return source.isEmpty() ? settings.unfilled(s.text()) : asWritten(s, source.get());
    } catch (IOException e) {
      // Its place says enough: the statement has run.
      return "";
    }
  }

  /**
   * The text at the statement's place; empty where that is another one when it is filled in: behind
   * a value with a line break, or one that ends a statement.
   */
  private String asWritten(SqlStatement s, BufferedReader lines) throws IOException {
    String raw = withoutValues.filled(lines(s, lines));
    String filled = settings.filled(raw);
    int column = Math.min(s.column() - 1, filled.codePointCount(0, filled.length()));
    int from = filled.offsetByCodePoints(0, column);
    int start = unfilled(from, raw);
    int end = unfilled(from + s.text().length(), raw);
    String text = start <= end && end <= raw.length() ? raw.substring(start, end) : "";
    return settings.filled(text).equals(s.text()) ? text : "";
  }

  /** The place in the raw text of one in the text that is filled in. */
  private int unfilled(int offset, String raw) {
    int longer = 0;
    Matcher variable = VARIABLE.matcher(raw);
    while (variable.find() && variable.start() - longer < offset) {
      String value = settings.variables().get(variable.group(1));
      longer += value == null ? 0 : variable.group().length() - value.length();
    }
    return offset + longer;
  }

  private String lines(SqlStatement s, BufferedReader lines) throws IOException {
    while (number < s.line()) {
      next(lines);
    }
    StringBuilder text = new StringBuilder(line);
    // The last line may be the first of the next statement.
    for (long more = s.text().chars().filter(c -> c == '\n').count(); more > 0; more--) {
      text.append('\n').append(next(lines));
    }
    return text.toString();
  }

  private String next(BufferedReader lines) throws IOException {
    String read = lines.readLine();
    line = read == null ? "" : read;
    number++;
    return line;
  }

  @Override
  public void close() throws IOException {
    if (source.isPresent()) {
      source.get().close();
    }
  }
}
