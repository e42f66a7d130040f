package dev.nof1.schema.cli.io;

import java.nio.file.Path;

/** A process that begins a file and does not come to its end. */
public final class PartOfAFile {
  private PartOfAFile() {}

  public static void main(String[] args) throws Exception {
    try (PartFile part = PartFile.of(Path.of(args[0]), true)) {
      System.out.println("begun");
      Thread.sleep(60_000);
      part.complete(true);
    }
  }
}
