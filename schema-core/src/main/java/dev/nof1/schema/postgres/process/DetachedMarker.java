package dev.nof1.schema.postgres.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * A file beside the data that names the process which is meant to run on without its JVM: its
 * number and its start.
 */
public final class DetachedMarker {
  private static final String FILE = "detached";

  private DetachedMarker() {}

  /** The server that was left running on the folder's data; null when it does not run. */
  public static @Nullable PostmasterPid running(Path folder) {
    Path data = folder.resolve("data");
    PostmasterPid now = PostmasterPid.read(data);
    if (now == null || !now.ready()) {
      return null;
    }
    try {
      String marked = Files.readString(folder.resolve(FILE));
      return marked.equals(mark(now)) && now.isAlive(data) ? now : null;
    } catch (IOException e) {
      return null;
    }
  }

  public static void write(Path folder, PostmasterPid started) throws IOException {
    Path unfinished = folder.resolve(FILE + ".new");
    Files.writeString(unfinished, mark(started));
    Files.move(unfinished, folder.resolve(FILE), StandardCopyOption.REPLACE_EXISTING);
  }

  public static void delete(Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve(FILE));
  }

  private static String mark(PostmasterPid pid) {
    return pid.pid() + " " + pid.startedAt();
  }
}
