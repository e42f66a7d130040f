package dev.nof1.schema.cli.release;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The archives that this build has made, and what a user unpacks of them. */
final class Release {
  private static final Path FOLDER = Path.of("target/release").toAbsolutePath();

  private Release() {}

  static Path folder() {
    return FOLDER;
  }

  /**
   * Finds an archive by the end of its name.
   *
   * @throws IllegalStateException when there is not exactly one
   */
  static Path archive(String suffix) {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<Path> found = files.filter(file -> file.toString().endsWith(suffix)).toList();
      if (found.size() != 1) {
        throw new IllegalStateException(
            "There are " + found + " in " + FOLDER + ": mvn -Prelease clean package makes one");
      }
      return found.get(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Unpacks the archive for tar into a new folder; root owns it where root runs the tests. */
  static Path unpack(Path folder) {
    try {
      Files.createDirectories(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Terminal.here(Map.of())
        .run(folder, "tar", "-xzf", archive(".tar.gz").toString(), "--no-same-owner")
        .succeeded();
    return only(folder);
  }

  /** The one folder that is in an archive. */
  static Path only(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found = files.toList();
      if (found.size() != 1) {
        throw new IllegalStateException("An archive has one folder, not " + found);
      }
      return found.get(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
