package dev.nof1.schema.postgres.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** A file that only its owner can read, never seen half written. */
public final class Secret {
  private Secret() {}

  public static void write(Path file, String secret) throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(unfinished);
    Files.createFile(
        unfinished,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(unfinished, secret);
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }

  public static String read(Path file) throws IOException {
    return Files.readString(file).strip();
  }
}
