package dev.nof1.schema.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The page that is written: Markdown, top-down. */
final class Report {
  private final String subject;
  private final List<String> targets = new ArrayList<>();
  private final StringBuilder body = new StringBuilder();

  /**
   * Begins a page.
   *
   * @param subject what is compared with what
   */
  Report(String subject) {
    this.subject = subject;
  }

  void section(String title, String explanation) {
    body.append("\n## ").append(title).append("\n\n").append(explanation).append("\n\n");
  }

  void header(String... cells) {
    row(cells);
    String[] line = new String[cells.length];
    Arrays.fill(line, "---:");
    line[0] = "---";
    row(line);
  }

  void row(String... cells) {
    String row = "| " + String.join(" | ", cells) + " |";
    body.append(row).append('\n');
    System.out.println(row);
  }

  void note(String text) {
    body.append('\n').append(text).append('\n');
    System.out.println(text);
  }

  /** Compares with what was aimed at. */
  void target(String what, boolean met, String measured) {
    targets.add("| " + what + " | " + measured + " | " + (met ? "met" : "**missed**") + " |");
  }

  static String ratio(double ratio) {
    return String.format(Locale.ROOT, "%.2f", ratio);
  }

  String page(Machine machine, String command) {
    return """
        # Benchmarks

        Written by `benchmarks/run`; do not edit. How %s, all measured in one run on one
        machine, sides in turn. Absolute figures vary between machines and from run to run; the ratios vary less.

        %s
        | target | measured | |
        |---|---|---|
        %s
        %s"""
        .formatted(subject, machine.describe(command), String.join("\n", targets), body);
  }
}
