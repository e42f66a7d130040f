package dev.nof1.schema.cli.report;

import dev.nof1.schema.cli.io.Console;
import dev.nof1.schema.event.Blocker;
import dev.nof1.schema.event.StatementProgress;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * Progress of a long statement: on a terminal a line that is written over, elsewhere a line of its
 * own every few seconds. Safe for use by several threads.
 */
public final class ProgressLine {
  private static final Duration FIRST_ON_TERMINAL = Duration.ofSeconds(1);
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);
  private static final int BAR = 20;
  private static final int WIDTH = 79;

  private final Console console;
  private final boolean terminal;
  private int shown;
  private Duration next = BETWEEN_LINES;

  public ProgressLine(Console console, boolean terminal) {
    this.console = console;
    this.terminal = terminal;
  }

  public synchronized void show(StatementProgress work) {
    if (terminal) {
      if (work.elapsed().compareTo(FIRST_ON_TERMINAL) >= 0) {
        overwrite(cut(bar(work.percent()) + text(work)));
      }
      return;
    }
    // The time of a statement starts anew with each.
    if (work.elapsed().plus(BETWEEN_LINES).compareTo(next) < 0) {
      next = BETWEEN_LINES;
    }
    if (work.elapsed().compareTo(next) >= 0) {
      next = work.elapsed().plus(BETWEEN_LINES);
      console.note(text(work));
    }
  }

  /** Makes room for a line of something else. */
  public synchronized void clear() {
    if (shown > 0) {
      console.progress("\r" + " ".repeat(shown) + "\r");
      shown = 0;
    }
  }

  private void overwrite(String line) {
    console.progress("\r" + line + " ".repeat(Math.max(0, shown - line.length())));
    shown = line.length();
  }

  static String text(StatementProgress work) {
    String what =
        work.command().isEmpty()
            ? "line %d still running".formatted(work.line())
            : work.command()
                + (work.phase().isEmpty() ? "" : ", " + work.phase())
                + percent(work.percent());
    String waits =
        work.blockers().isEmpty()
            ? ""
            : ", waiting for "
                + work.blockers().stream().map(Blocker::toString).collect(Collectors.joining("; "));
    return String.format(
        Locale.ROOT,
        "%s: %s after %d s%s",
        work.step().migration().version(),
        what,
        work.elapsed().toSeconds(),
        waits);
  }

  private static String percent(OptionalInt percent) {
    return percent.isPresent() ? ", " + percent.getAsInt() + "%" : "";
  }

  private static String bar(OptionalInt percent) {
    if (percent.isEmpty()) {
      return "";
    }
    int full = percent.getAsInt() * BAR / 100;
    return "[" + "#".repeat(full) + ".".repeat(BAR - full) + "] ";
  }

  private static String cut(String line) {
    return line.length() > WIDTH ? line.substring(0, WIDTH - 1) + "…" : line;
  }
}
