package dev.nof1.schema.postgres;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Servers of versions that are not on the class path, from the jars that the build puts aside. */
public final class OlderServers {
  private OlderServers() {}

  /**
   * Starts a throw-away server of an older major version, 14 or 15; skips the test where the build
   * did not put its binaries aside.
   */
  public static EmbeddedServer temporary(String major) {
    return with(() -> EmbeddedServer.temporary(ServerSettings.defaults().withVersion(major)));
  }

  /** Does something while the older versions are on the class path too. */
  public static <T> T with(Supplier<T> action) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(jars(), before)) {
      thread.setContextClassLoader(loader);
      return action.get();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static URL[] jars() throws IOException {
    Path folder = Path.of(System.getProperty("servers.dir", "target/servers"));
    if (!Files.isDirectory(folder)) {
      String reason = "the build has put no older servers into " + folder.toAbsolutePath();
      System.out.println("Skipped: " + reason);
      abort(reason);
    }
    List<URL> jars = new ArrayList<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(folder, "*.jar")) {
      for (Path child : children) {
        jars.add(child.toUri().toURL());
      }
    }
    return jars.toArray(URL[]::new);
  }
}
