package dev.nof1.schema.postgres;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContainerServerTest {

  @Test
  void saysWhichDependencyIsMissing() throws IOException, ReflectiveOperationException {
    try (URLClassLoader loader = withoutTestcontainers()) {
      Class<?> settings = loader.loadClass(ServerSettings.class.getName());
      Class<?> container = loader.loadClass(ContainerServer.class.getName());
      assertThatThrownBy(
              () ->
                  container
                      .getMethod("start", String.class, settings)
                      .invoke(null, "postgres:18", settings.getMethod("defaults").invoke(null)))
          .cause()
          .hasMessage(
              "A PostgreSQL server in a container needs Testcontainers 2, which is not on the class"
                  + " path. Add the dependency org.testcontainers:testcontainers-postgresql, or use"
                  + " another PostgreSQL server.");
    }
  }

  private static URLClassLoader withoutTestcontainers() throws MalformedURLException {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (!entry.contains("testcontainers")) {
        urls.add(Path.of(entry).toUri().toURL());
      }
    }
    return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }
}
