package dev.nof1.schema.cli.io;

import picocli.CommandLine.Option;

/** Format of an answer. */
public final class OutputFormat {
  /** The ways there are; in lower case, because that is how they are typed. */
  enum Format {
    text,
    json
  }

  @Option(
      names = "--format",
      paramLabel = "text|json",
      defaultValue = "text",
      description = "How to print the answer (default: ${DEFAULT-VALUE}).")
  private Format format = Format.text;

  public boolean json() {
    return format == Format.json;
  }
}
