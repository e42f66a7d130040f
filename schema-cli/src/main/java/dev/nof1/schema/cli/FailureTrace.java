package dev.nof1.schema.cli;

import java.util.StringJoiner;

/**
 * Trace that {@code --trace} adds to a failure: the classes of its causes and where in the program
 * each arose, for a report to the program's authors. It has no messages of causes, which may hold
 * secrets; the one message that may be shown is shown already.
 */
final class FailureTrace {
  private static final int CAUSES = 10;
  private static final int FRAMES = 5;

  private FailureTrace() {}

  static String of(Throwable failure) {
    StringJoiner lines = new StringJoiner("\n");
    Throwable cause = failure;
    for (int i = 0; cause != null && i < CAUSES; i++, cause = cause.getCause()) {
      lines.add((i == 0 ? "trace: " : "trace: caused by ") + cause.getClass().getName());
      StackTraceElement[] frames = cause.getStackTrace();
      for (int f = 0; f < Math.min(FRAMES, frames.length); f++) {
        lines.add("trace:   at " + frames[f]);
      }
    }
    return lines.toString();
  }
}
