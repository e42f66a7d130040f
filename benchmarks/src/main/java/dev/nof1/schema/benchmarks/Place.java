package dev.nof1.schema.benchmarks;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder for all that is measured, away from the user's own caches.
 *
 * @param folder open to others, because servers of root run as somebody else
 * @param classes the generated classes
 */
record Place(Path folder, Path classes) {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  static Place create(Path parent) throws IOException {
    Path folder = Files.createTempDirectory(parent, "nof1-benchmarks");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new Place(folder, folder.resolve("classes"));
  }

  /** Another one inside, with the same classes and empty caches. */
  Place fresh(String name) throws IOException {
    return new Place(Files.createDirectories(folder.resolve(name)), classes);
  }

  Path ourCache() {
    return folder.resolve("nof1-cache");
  }

  Path ourRuns() {
    return ourCache().resolve("run");
  }

  Path zonkysCache() {
    return folder.resolve("zonky");
  }

  Path temporary() {
    return folder.resolve("tmp");
  }

  void delete() throws IOException {
    delete(folder);
  }

  /** At the end, however that comes. */
  void deleteOrTell() {
    try {
      delete();
    } catch (IOException e) {
      System.err.println("Left behind: " + folder + " (" + e + ")");
    }
  }

  private static void delete(Path path) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      try (DirectoryStream<Path> children = Files.newDirectoryStream(path)) {
        for (Path child : children) {
          delete(child);
        }
      }
    }
    Files.deleteIfExists(path);
  }

  /** The sizes of all files of our servers; they come and go meanwhile. */
  long ourRunBytes() {
    return bytes(ourRuns());
  }

  private static long bytes(Path path) {
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      return path.toFile().length();
    }
    try (DirectoryStream<Path> children = Files.newDirectoryStream(path)) {
      long sum = 0;
      for (Path child : children) {
        sum += bytes(child);
      }
      return sum;
    } catch (IOException e) {
      return 0;
    }
  }

  /** What our servers have left in their folder. */
  List<Path> leftFolders() throws IOException {
    try (Stream<Path> children = Files.list(ourRuns())) {
      return children.toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  /** Waits for those that end by themselves, and returns the others. */
  List<Long> awaitNoProcesses() throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    List<Long> left = leftProcesses();
    while (!left.isEmpty() && System.nanoTime() < deadline) {
      Thread.sleep(5);
      left = leftProcesses();
    }
    return left;
  }

  /** The processes that have this folder in their command line. */
  List<Long> leftProcesses() {
    return ProcessHandle.allProcesses()
        .filter(process -> process.pid() != ProcessHandle.current().pid())
        .filter(process -> commandLine(process).contains(folder.toString()))
        .map(ProcessHandle::pid)
        .toList();
  }

  private static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
    } catch (IOException e) {
      return process.info().commandLine().orElse("");
    }
  }
}
