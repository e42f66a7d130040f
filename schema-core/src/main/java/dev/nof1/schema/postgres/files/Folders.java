package dev.nof1.schema.postgres.files;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Folders and their owners and modes, as Unix knows them. */
public final class Folders {
  private Folders() {}

  /** Creates the folder and its missing parents, open for others to enter, whatever the umask. */
  public static void create(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path parent = folder.getParent();
    if (parent != null) {
      create(parent);
    }
    try {
      Files.createDirectory(folder);
      mode(folder, 0755);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) {
        throw e;
      }
    }
  }

  /** Deletes the folder with all that is in it; what does not exist is fine. */
  public static void delete(Path folder) throws IOException {
    if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
        for (Path child : children) {
          delete(child);
        }
      }
    }
    Files.deleteIfExists(folder);
  }

  /**
   * Deletes rubbish that a program of a killed JVM may still be writing to, as far as that is
   * possible.
   */
  public static boolean tryDelete(Path folder) {
    try {
      delete(folder);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Renames a folder; false when another was faster, or it cannot be done by renaming. */
  public static boolean tryMove(Path from, Path to) {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  public static void mode(Path path, int mode) throws IOException {
    Files.setAttribute(path, "unix:mode", mode);
  }

  public static int mode(Path path) throws IOException {
    return (Integer) Files.getAttribute(path, "unix:mode");
  }

  public static int owner(Path path) throws IOException {
    return (Integer) Files.getAttribute(path, "unix:uid");
  }

  /** Unique on this machine, without waking up a random number generator. */
  public static String uniqueName() {
    return ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime());
  }

  /** The exceptions of the file system carry little more than the file's name. */
  public static String reason(IOException e) {
    String kind =
        switch (e.getClass().getSimpleName()) {
          case "AccessDeniedException" -> "access denied: ";
          case "NoSuchFileException" -> "no such file: ";
          case "FileAlreadyExistsException" -> "a file is in the way: ";
          default -> "";
        };
    return kind + e.getMessage();
  }

  /** Deletes what a killed builder left, all whose names begin so. */
  public static void deleteRubbish(Path folder, String prefix) throws IOException {
    try (DirectoryStream<Path> rubbish = Files.newDirectoryStream(folder, prefix + "*")) {
      for (Path each : rubbish) {
        tryDelete(each);
      }
    }
  }
}
