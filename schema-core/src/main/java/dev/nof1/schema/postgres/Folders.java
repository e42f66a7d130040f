package dev.nof1.schema.postgres;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/** Folders and their owners and modes, as Unix knows them. */
final class Folders {
  private Folders() {}

  /** Creates the folder and its missing parents, open for others to enter, whatever the umask. */
  static void create(Path folder) throws IOException {
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

  /**
   * Asks the file system to keep the folder's children far from each other. Where ext4 puts
   * neighbours, it passes by every inode deleted in the last minutes to create one, so that copying
   * a cluster where another was deleted just before takes 250 ms instead of 25. Other file systems
   * refuse, which is fine.
   */
  static void spread(Path folder) {
    try {
      Command.run(List.of("chattr", "+T", folder.toString()), "");
    } catch (IOException e) {
      // Slower, and nothing else.
    }
  }

  /** Creates an empty folder that belongs to the user a server runs as, and to nobody else. */
  static void createOwned(Path folder, RunAs runAs) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectory(folder);
    }
    mode(folder, 0700);
    if (runAs.uid() != RunAs.SELF) {
      Files.setAttribute(folder, "unix:uid", runAs.uid());
    }
  }

  /** Deletes the folder with all that is in it; what does not exist is fine. */
  static void delete(Path folder) throws IOException {
    if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
        for (Path child : children) {
          delete(child);
        }
      }
    }
    Files.deleteIfExists(folder);
  }

  /** The same for rubbish that a program of a killed JVM may still be writing to. */
  static boolean tryDelete(Path folder) {
    try {
      delete(folder);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  static void mode(Path path, int mode) throws IOException {
    Files.setAttribute(path, "unix:mode", mode);
  }

  static int mode(Path path) throws IOException {
    return (Integer) Files.getAttribute(path, "unix:mode");
  }

  static int owner(Path path) throws IOException {
    return (Integer) Files.getAttribute(path, "unix:uid");
  }
}
