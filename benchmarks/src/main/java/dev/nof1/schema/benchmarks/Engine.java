package dev.nof1.schema.benchmarks;

import java.io.IOException;

/** The Docker engine that containers need, which is not everywhere. */
final class Engine {
  private static final int LONGEST = 90;

  private Engine() {}

  /** The words for a row that cannot be measured; other sides must not fail. */
  static String problem(Side side, IOException e) throws IOException {
    if (!side.needsEngine()) {
      throw e;
    }
    String said = String.valueOf(e.getMessage());
    String cause =
        said.lines()
            .filter(line -> line.contains("=>"))
            .findFirst()
            .map(line -> line.substring(line.indexOf("=>") + 2).strip())
            .orElse("failed");
    return "not measured: "
        + (said.contains("Could not find a valid Docker environment")
            ? "no Docker engine here"
            : cause.substring(0, Math.min(LONGEST, cause.length())));
  }
}
