package dev.nof1.schema.postgres.cluster;

import dev.nof1.schema.error.ServerException;
import dev.nof1.schema.postgres.files.FolderLock;
import dev.nof1.schema.postgres.files.Folders;
import dev.nof1.schema.postgres.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Makes a folder appear complete or not at all: built under another name, then renamed, by one
 * process at a time. Whatever is killed in between leaves a folder that the next builder removes,
 * and a folder that lost its last file is built again.
 */
final class CacheEntry {
  private CacheEntry() {}

  /** Fills an empty folder; the file that says it is complete comes last. */
  interface Builder {
    void build(Path folder) throws IOException;
  }

  /** Returns whether it was built here and now. */
  static boolean folder(Path target, String lastFile, Consumer<String> progress, Builder builder) {
    Path parent = target.toAbsolutePath().getParent();
    if (parent == null || isComplete(target, lastFile)) {
      return false;
    }
    try {
      Folders.create(parent);
      Path lockFile = parent.resolve(target.getFileName() + ".lock");
      try (FolderLock lock = FolderLock.acquire(lockFile, parent.toString(), progress)) {
        if (!isComplete(target, lastFile)) {
          Folders.delete(target);
          Folders.deleteRubbish(parent, target.getFileName() + ".new-");
          // Never the same name twice: a program of a killed builder may still be writing.
          Path building = parent.resolve(target.getFileName() + ".new-" + Folders.uniqueName());
          Folders.create(building);
          try {
            builder.build(building);
            Inventory.write(building);
            Files.move(building, target);
            return true;
          } finally {
            // Whatever was thrown; after the move there is nothing.
            Folders.tryDelete(building);
          }
        }
        return false;
      }
    } catch (Command.Failed e) {
      throw new ServerException(
          "PostgreSQL's programs do not work here: "
              + e.getMessage()
              + ". Nothing half-made is kept. Install what they miss, or use another PostgreSQL"
              + " server.",
          e);
    } catch (IOException e) {
      throw new ServerException(
          "The cache folder "
              + parent
              + " could not be filled: "
              + Folders.reason(e)
              + ". Nothing half-made is kept. Make it writable and free some space, or name another"
              + " folder in the environment variable NOF1_CACHE_DIR.",
          e);
    }
  }

  /** Checks whether the folder was filled to the end. */
  static boolean isComplete(Path target, String lastFile) {
    return Files.exists(target.resolve(lastFile));
  }
}
