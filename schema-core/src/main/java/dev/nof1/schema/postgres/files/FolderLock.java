package dev.nof1.schema.postgres.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Properties;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A file that one holder at a time has locked, across processes and across the threads and class
 * loaders of this JVM. The kernel frees it when the JVM dies, however it dies.
 */
public final class FolderLock implements AutoCloseable {
  /** Time below which a wait is not reported. */
  private static final long SILENT_MILLIS = 200;

  private static final long POLL_MILLIS = 10;

  private final String heldHere;
  private final FileChannel channel;

  private FolderLock(String heldHere, FileChannel channel) {
    this.heldHere = heldHere;
    this.channel = channel;
  }

  /** Waits as long as it takes, and reports the holder that it waits for. */
  public static FolderLock acquire(Path file, String folder, Consumer<String> progress)
      throws IOException {
    String told = "";
    for (long waited = 0; ; waited += POLL_MILLIS) {
      FolderLock lock = tryAcquire(file);
      if (lock != null) {
        return lock;
      }
      if (waited >= SILENT_MILLIS) {
        String holder = holder(file);
        if (!holder.equals(told)) {
          told = holder;
          progress.accept("waiting for " + holder + ", which is using " + folder);
        }
      }
      Waiting.millis(POLL_MILLIS);
    }
  }

  public static @Nullable FolderLock tryAcquire(Path file) throws IOException {
    String heldHere = heldHereKey(file);
    // Looked at first: closing any channel on the file would free this JVM's own lock (POSIX).
    // The system properties are the one map that all class loaders of a JVM share.
    Properties heldByThisJvm = System.getProperties();
    if (heldByThisJvm.putIfAbsent(heldHere, "locked") != null) {
      return null;
    }
    FileChannel channel = null;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock != null) {
        channel.truncate(0);
        byte[] pid = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8);
        channel.write(ByteBuffer.wrap(pid), 0);
        return new FolderLock(heldHere, channel);
      }
    } catch (IOException | RuntimeException e) {
      release(heldHere, channel);
      throw e;
    }
    release(heldHere, channel);
    return null;
  }

  public static boolean isHeldHere(Path file) throws IOException {
    return System.getProperties().containsKey(heldHereKey(file));
  }

  private static String heldHereKey(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    return "nof1.schema.lock:"
        + (folder == null ? file : folder.toRealPath().resolve(file.getFileName()));
  }

  private static String holder(Path file) throws IOException {
    if (isHeldHere(file)) {
      return "another thread of this process";
    }
    String pid = Files.readString(file);
    return pid.isBlank() ? "another process" : "process " + pid.strip();
  }

  private static void release(String heldHere, @Nullable FileChannel channel) throws IOException {
    try {
      if (channel != null) {
        channel.close();
      }
    } finally {
      System.getProperties().remove(heldHere);
    }
  }

  @Override
  public void close() throws IOException {
    release(heldHere, channel);
  }
}
