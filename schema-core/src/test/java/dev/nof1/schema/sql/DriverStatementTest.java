package dev.nof1.schema.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.fixture.TestServer;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is used of the driver's inside is there, and does the same, in the release of Spring Boot
 * 3.5 and in the newest one.
 */
class DriverStatementTest {
  private static final Pattern DRIVER = Pattern.compile("postgresql-\\d[\\d.]*\\.jar");

  @ParameterizedTest
  @ValueSource(strings = {"42.7.7", "42.7.14"})
  void sendsOneStatementAsItIsAndLeavesTheRestToTheDriver(String release) throws Exception {
    assertThat(scenario(release))
        .containsEntry("driver", release)
        .containsEntry("as written", "done")
        .containsEntry("notice", "NOTICE: a;b")
        .containsEntry(
            "two statements",
            "1:1 cannot insert multiple commands into a prepared statement [42601]")
        .containsEntry(
            "two that the driver would split",
            "1:1 cannot insert multiple commands into a prepared statement [42601]")
        .containsEntry("position", "2:5 column \"nowhere\" does not exist [42703]")
        .containsEntry("usable after copy", "done")
        .containsEntry("begins", "done")
        .containsEntry("rolled back", "done")
        .containsEntry("all rows", "done")
        .containsEntry("to the last", "done")
        .containsEntry("read only", "1:1 cannot execute INSERT in a read-only transaction [25006]")
        .containsEntry("time-out", "1:1 canceling statement due to user request [57014]")
        .containsEntry("no way through the wrapping", "done")
        .hasEntrySatisfying("copy from", e -> assertThat(e).contains("COPY"))
        .hasEntrySatisfying("copy to", e -> assertThat(e).contains("COPY"));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, String> scenario(String release) throws Exception {
    try (URLClassLoader loader =
        new URLClassLoader(classPath(release), ClassLoader.getPlatformClassLoader())) {
      return (Map<String, String>)
          loader
              .loadClass(DriverScenario.class.getName())
              .getMethod("run", String.class, String.class, String.class)
              .invoke(
                  null,
                  TestServer.server().jdbcUrl(TestServer.createDatabase()),
                  TestServer.server().user(),
                  TestServer.server().password());
    }
  }

  /** That of this JVM with one driver, the older one from where the build has put it. */
  private static URL[] classPath(String release) throws IOException {
    String jar = "postgresql-" + release + ".jar";
    Path older = Path.of(System.getProperty("older-drivers.dir", "target/older-drivers"), jar);
    List<URL> urls = new ArrayList<>();
    if (Files.exists(older)) {
      urls.add(older.toUri().toURL());
    }
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      String name = Path.of(entry).getFileName().toString();
      if (name.equals(jar) || !DRIVER.matcher(name).matches()) {
        urls.add(Path.of(entry).toUri().toURL());
      }
    }
    return urls.toArray(URL[]::new);
  }
}
