package dev.nof1.schema.postgres.process;

import dev.nof1.schema.postgres.files.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * User that PostgreSQL's programs run as. The programs refuse uid 0, so root needs a way around it:
 * another user, or a user namespace in which root does not look like root.
 *
 * @param name short and stable: a cluster made one way cannot be started another way, so caches
 *     carry it in their names
 * @param prefix what is put before a command
 * @param uid the owner of what is created, or {@link #SELF}
 */
public record RunAs(String name, List<String> prefix, int uid) {
  /** The user who runs this JVM. */
  public static final int SELF = -1;

  public static final int ROOT = 0;

  /** Name that a JVM gives a user, or a home folder, that has no entry. */
  public static final String NO_NAME = "?";

  public static final RunAs ORDINARY_USER = new RunAs("self", List.of(), SELF);

  /** The ways to try, best first; for an ordinary user just one, which changes nothing. */
  public static List<RunAs> ways() {
    if (isRoot()) {
      return waysOf(nobody());
    }
    // A container's arbitrary uid has no name, and initdb wants one; in a namespace it is nobody's.
    return System.getProperty("user.name", NO_NAME).equals(NO_NAME)
        ? List.of(userNamespace(), ORDINARY_USER)
        : List.of(ORDINARY_USER);
  }

  private static List<RunAs> waysOf(int uid) {
    List<RunAs> ways = new ArrayList<>();
    if (uid != ROOT) {
      ways.add(setpriv(uid));
    }
    if (uid == nobody()) {
      ways.add(new RunAs("runuser", List.of("runuser", "-u", "nobody", "--"), uid));
      ways.add(
          new RunAs(
              "su",
              List.of("su", "-s", "/bin/sh", "-c", "exec \"$0\" \"$@\"", "nobody", "--"),
              uid));
    }
    ways.add(userNamespace());
    return ways;
  }

  /** A user without rights, by number, so that no directory service is asked. */
  public static RunAs setpriv(int uid) {
    return new RunAs(
        "setpriv",
        List.of("setpriv", "--reuid=" + uid, "--regid=" + uid, "--clear-groups", "--"),
        uid);
  }

  /** Root to the kernel, and so able to reach everything, but not to the program that asks. */
  public static RunAs userNamespace() {
    return new RunAs("unshare", List.of("unshare", "-U", "--"), SELF);
  }

  public static boolean isRoot() {
    try {
      return Folders.owner(Path.of("/proc/self")) == ROOT;
    } catch (IOException e) {
      // Not Linux.
      return "root".equals(System.getProperty("user.name"));
    }
  }

  /** The user {@code nobody}, who has another number on a few systems. */
  public static int nobody() {
    try {
      for (String line : Files.readAllLines(Path.of("/etc/passwd"))) {
        if (line.startsWith("nobody:")) {
          int from = line.indexOf(':', "nobody:".length()) + 1;
          return Integer.parseInt(line, from, line.indexOf(':', from), 10);
        }
      }
    } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
      // The usual number is as good a guess as any; the programs say so when it is wrong.
    }
    return 65534;
  }

  public List<String> command(List<String> command) {
    List<String> whole = new ArrayList<>(prefix);
    whole.addAll(command);
    return whole;
  }

  /** Creates an empty folder that belongs to this user, and to nobody else. */
  public void createFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectory(folder);
    }
    Folders.mode(folder, 0700);
    if (uid != SELF) {
      Files.setAttribute(folder, "unix:uid", uid);
    }
  }

  /** Checks whether data that root finds owned by that user was made this way. */
  public boolean createsFilesOf(int owner) {
    return uid == SELF ? !isRoot() || owner == ROOT : uid == owner;
  }

  /** The first folder on the way to the path that is closed to this user; null when all is open. */
  public @Nullable Path closedTo(Path path) throws IOException {
    if (uid == SELF) {
      return null;
    }
    Path folder = path.toAbsolutePath().normalize();
    for (Path next = folder; next != null; next = next.getParent()) {
      if (Files.exists(next)) {
        int mode = Folders.mode(next);
        boolean open = (mode & 0001) != 0 || (Folders.owner(next) == uid && (mode & 0100) != 0);
        if (!open) {
          return next;
        }
      }
    }
    return null;
  }
}
