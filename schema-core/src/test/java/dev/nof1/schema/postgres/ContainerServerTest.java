package dev.nof1.schema.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.nof1.schema.error.ServerException;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;

/** With an engine, real containers ({@code .ci/container} starts one); without, what is said. */
class ContainerServerTest {
  private static final String IMAGE = System.getProperty("nof1.test.image", "postgres:15");
  private static final ServerSettings DEFAULTS = ServerSettings.defaults();

  @Test
  void startsAServerThatIsGoneAfterClose() throws SQLException {
    needsAnEngine();
    ContainerServer server = ContainerServer.start(IMAGE, DEFAULTS);
    try (server) {
      assertThat(Query.text(server, "SHOW server_version")).startsWith(server.version());
      assertThat(Query.text(server, "SHOW fsync")).isEqualTo("off");
      assertThat(Query.text(server, "SHOW data_directory")).isEqualTo("/nof1/data");
      assertThat(server)
          .hasToString("PostgreSQL " + server.version() + " in a container from " + IMAGE);
      DriverManager.getConnection(server.jdbcUrl("postgres"), server.user(), server.password())
          .close();
    }
    server.close();
    assertThat(server.logOf("postgres")).isEmpty();
    assertThat(containersFrom(IMAGE)).isEmpty();
  }

  @Test
  void tellsTheLogOfADatabase() throws SQLException {
    needsAnEngine();
    try (ContainerServer server = ContainerServer.start(IMAGE, DEFAULTS)) {
      Query.run(server, "CREATE DATABASE mine");
      assertThatThrownBy(() -> Query.run(server.dataSource("mine"), "SELECT\nnothing"));
      assertThat(server.logOf("mine"))
          .hasSize(3)
          .anyMatch(line -> line.contains("column \"nothing\" does not exist"));
      assertThat(server.logOf("postgres")).isEmpty();
    }
  }

  @Test
  void quotesTheLogWhenASettingIsWrongAndLeavesNothing() {
    needsAnEngine();
    ServerSettings wrong =
        DEFAULTS.withParameter("work_mem", "a lot").withStartTimeout(Duration.ofSeconds(5));
    assertThatThrownBy(() -> ContainerServer.start(IMAGE, wrong))
        .isInstanceOf(ServerException.class)
        .hasMessageStartingWith("The container from " + IMAGE + " did not start: ")
        .hasMessageContaining("invalid value for parameter \"work_mem\": \"a lot\"");
    assertThat(containersFrom(IMAGE)).isEmpty();
  }

  @Test
  void saysThatAnImageCannotBePulled() {
    needsAnEngine();
    // A name that every engine refuses at once, without asking a registry.
    assertThatThrownBy(() -> ContainerServer.start("scratch", DEFAULTS))
        .isInstanceOf(ServerException.class)
        .hasMessageStartingWith("The container image scratch is not here and cannot be pulled: ")
        .hasMessageContaining("is a reserved name")
        .hasMessageEndingWith(
            "Check its name, run 'docker pull scratch', or use another PostgreSQL server.");
  }

  @Test
  void refusesWhatIsNoImage() {
    needsAnEngine();
    assertThatThrownBy(() -> ContainerServer.start("post gres", DEFAULTS))
        .isInstanceOf(ServerException.class)
        .hasMessage("'post gres' is not the name of an image; name one such as postgres:18.");
  }

  @Test
  void saysThatThereIsNoEngine() throws Exception {
    if (Files.exists(Path.of("/var/run/docker.sock"))) {
      skip("Testcontainers finds the engine of this machine whatever it is told");
    }
    ProcessBuilder child =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            ContainerChild.class.getName(),
            IMAGE);
    child.environment().put("DOCKER_HOST", "tcp://127.0.0.1:1");
    Process process = child.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip())
        .isEqualTo(
            "failed: A PostgreSQL server in a container needs a Docker engine, and none can be"
                + " reached. Start one, or say in the environment variable DOCKER_HOST where it is,"
                + " or use another PostgreSQL server.");
    process.waitFor();
  }

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
              "A PostgreSQL server in a container needs Testcontainers, which is not on the class"
                  + " path. Add the dependency org.testcontainers:testcontainers, 1.21 or newer, or use"
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

  private static List<String> containersFrom(String image) {
    return DockerClientFactory.lazyClient()
        .listContainersCmd()
        .withShowAll(true)
        .withAncestorFilter(List.of(image))
        .withLabelFilter(
            Map.of(
                DockerClientFactory.TESTCONTAINERS_SESSION_ID_LABEL,
                DockerClientFactory.SESSION_ID))
        .exec()
        .stream()
        .map(Object::toString)
        .toList();
  }

  private static void needsAnEngine() {
    if (!Engine.IS_THERE) {
      skip("there is no Docker engine; as root on Debian, .ci/container starts one");
    }
  }

  /** Asked once: the answer takes a while where there is none. */
  private static final class Engine {
    static final boolean IS_THERE = DockerClientFactory.instance().isDockerAvailable();
  }

  private static void skip(String reason) {
    System.out.println("Skipped: " + reason);
    abort(reason);
  }
}
