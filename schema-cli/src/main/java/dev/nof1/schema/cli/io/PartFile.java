package dev.nof1.schema.cli.io;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file on its way: beside its target and under a name of this process's own until it is complete.
 * Unless it is completed, nothing of it stays, also where a signal ends the process; what a killed
 * process left, the next one clears away.
 */
final class PartFile implements AutoCloseable {
  private static final Set<PosixFilePermission> FOR_ITS_OWNER =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OF_THE_GROUP =
      PosixFilePermissions.fromString("---rwx---");

  private final Path target;
  private final Path part;
  private final boolean posix;
  private final Thread atEnd;

  private PartFile(Path target, Path part, boolean posix) {
    this.target = target;
    this.part = part;
    this.posix = posix;
    this.atEnd = new Thread(this::discard, "discard-" + part.getFileName());
  }

  /**
   * Begins one.
   *
   * @param isPrivate whether a new file is its owner's alone; one that is replaced keeps its mode
   */
  static PartFile of(Path target, boolean isPrivate) throws IOException {
    Path absolute = target.toAbsolutePath();
    discardAbandoned(absolute);
    Path part =
        absolute.resolveSibling(
            ".%s.%d.tmp".formatted(target.getFileName(), ProcessHandle.current().pid()));
    boolean posix = part.getFileSystem().supportedFileAttributeViews().contains("posix");
    PartFile made = new PartFile(absolute, part, posix);
    Runtime.getRuntime().addShutdownHook(made.atEnd);
    try {
      if (posix && (isPrivate || Files.exists(absolute))) {
        Files.createFile(part, PosixFilePermissions.asFileAttribute(FOR_ITS_OWNER));
      } else {
        Files.createFile(part);
      }
      return made;
    } catch (IOException e) {
      made.close();
      throw e;
    }
  }

  Path path() {
    return part;
  }

  /** Puts it where it belongs. */
  void complete(boolean replace) throws IOException {
    if (replace) {
      if (posix && Files.exists(target)) {
        takeOverRights();
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } else {
      Files.move(part, target);
    }
  }

  /** Keeps the new file from readers who could not read the old one. */
  private void takeOverRights() throws IOException {
    PosixFileAttributes old = Files.readAttributes(target, PosixFileAttributes.class);
    PosixFileAttributeView view = Files.getFileAttributeView(part, PosixFileAttributeView.class);
    Set<PosixFilePermission> mode = new HashSet<>(old.permissions());
    try {
      view.setGroup(old.group());
    } catch (IOException e) {
      // Only a member may give a file to a group.
      mode.removeAll(OF_THE_GROUP);
    }
    view.setPermissions(mode);
  }

  private static void discardAbandoned(Path target) throws IOException {
    Path folder = target.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return;
    }
    Pattern form =
        Pattern.compile(
            Pattern.quote("." + target.getFileName() + ".")
                + "([0-9]{1,18})"
                + Pattern.quote(".tmp"));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Matcher matcher = form.matcher(file.getFileName().toString());
        if (matcher.matches() && isAbandoned(Long.parseLong(matcher.group(1)))) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /** Deletes a file that an earlier process with this process's number left. */
  private static boolean isAbandoned(long process) {
    return process == ProcessHandle.current().pid()
        || ProcessHandle.of(process).map(p -> !p.isAlive()).orElse(true);
  }

  private void discard() {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      // The next one tries again.
    }
  }

  @Override
  public void close() {
    discard();
    try {
      Runtime.getRuntime().removeShutdownHook(atEnd);
    } catch (IllegalStateException e) {
      // The process is ending, and the hook at work.
    }
  }
}
