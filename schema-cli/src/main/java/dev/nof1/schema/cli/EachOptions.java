package dev.nof1.schema.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a command is applied to many databases at once. */
final class EachOptions {
  @Option(
      names = "--each",
      paramLabel = "FILE|QUERY",
      description = {
        "Instead of the environment's database, each of many: a file with one a line, or a query on"
            + " the environment's database that begins with SELECT, WITH, VALUES or TABLE.",
        "Each is a database on the same server, schema:NAME in the same database, or a JDBC URL."
      })
  private @Nullable String each;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      defaultValue = "4",
      description = "With --each: how many at a time (default: ${DEFAULT-VALUE}).")
  private int parallel = 4;

  boolean given() {
    return each != null;
  }

  String each() {
    return each == null ? "" : each;
  }

  int parallel() {
    return parallel;
  }
}
