package dev.nof1.schema.cli.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nof1.schema.cli.release.Terminal.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/**
 * The image that the release's Dockerfile makes, and the files for Compose and Kubernetes: read as
 * YAML, and what they say is run by the Docker engine of {@code .ci/container}.
 */
class ContainerIT {
  private static final String ID = "nof1-it-" + ProcessHandle.current().pid();
  private static final String IMAGE = ID + "/schema-cli";
  private static final String STAGE = ID + "/unpacked";
  private static final String MIGRATIONS = ID + "/shop-migrations";

  private static Path folder;
  private static Path installed;
  private static Path shop;

  @BeforeAll
  static void build() throws IOException {
    String base = System.getenv("NOF1_CI_JAVA_IMAGE");
    assumeTrue(base != null, "no engine: eval \"$(.ci/container start)\" starts one");
    folder = Files.createTempDirectory("container");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    installed = Release.unpack(folder.resolve("a b"));
    String argument = "BASE=" + base;
    String file = "container/Dockerfile";
    // By a name, so that the first stage can be deleted, too: the older builder keeps it.
    docker(
        "build", "-q", "--build-arg", argument, "--target=unpacked", "-t", STAGE, "-f", file, ".");
    docker("build", "-q", "--build-arg", argument, "-t", IMAGE, "-f", file, ".");
    docker("network", "create", ID);

    shop = Files.createDirectories(folder.resolve("shop"));
    Files.createDirectories(shop.resolve("environments"));
    Files.writeString(shop.resolve("environments/production.properties"), "changelog=changelog\n");
    Files.createDirectories(shop.resolve("scripts"));
    Files.writeString(
        shop.resolve("scripts/1_create_changelog.sql"),
        """
        -- // create changelog
        CREATE TABLE changelog (id numeric(20) PRIMARY KEY, applied_at varchar(25), description varchar(255));
        -- //@UNDO
        DROP TABLE changelog;
        """);
    Files.writeString(
        shop.resolve("scripts/2_orders.sql"),
        "-- // orders\nCREATE TABLE orders (id int);\n-- //@UNDO\nDROP TABLE orders;\n");
    // As job.yaml says how: the repository copied in.
    Files.writeString(folder.resolve("Dockerfile"), "FROM " + IMAGE + "\nCOPY . /migrations\n");
    docker(
        "build",
        "-q",
        "-t",
        MIGRATIONS,
        "-f",
        folder.resolve("Dockerfile").toString(),
        shop.toString());
  }

  @AfterAll
  static void remove() {
    if (folder == null) {
      return;
    }
    removeServices();
    tried("network", "rm", ID);
    tried("image", "rm", "-f", MIGRATIONS, IMAGE, STAGE);
    Terminal.here(Map.of()).run(folder, "rm", "-r", folder.toString()).succeeded();
  }

  /** Begins with an empty database, which may take its time to start. */
  @BeforeEach
  void startDatabase() {
    removeServices();
  }

  private static void removeServices() {
    String left = tried("ps", "-aq", "--filter", "network=" + ID).out();
    left.lines().forEach(container -> tried("rm", "-f", "-v", container));
  }

  @Test
  void composeAppliesTheMigrationsThatAreMounted() throws IOException {
    Map<String, Object> services = map(yaml("compose.yaml").get(0).get("services"));
    assertThat(services.keySet()).containsExactly("database", "wait", "up");
    String out = "";
    for (Map.Entry<String, Object> service : services.entrySet()) {
      out = compose(service.getKey(), map(service.getValue()));
    }
    assertThat(out).endsWith("shop is at 2 (orders), head.\n");
  }

  @Test
  void kubernetesJobAppliesTheMigrationsThatAreCopiedIn() throws IOException {
    database();
    Map<String, Object> secret = yaml("job.yaml").get(0);
    Map<String, Object> job = yaml("job.yaml").get(1);
    assertThat(secret.get("kind")).isEqualTo("Secret");
    assertThat(job.get("kind")).isEqualTo("Job");
    Map<String, Object> pod = map(map(map(job.get("spec")).get("template")).get("spec"));

    assertThat(run(pod, "initContainers", secret)).isEqualTo("shop accepts connections.\n");
    assertThat(run(pod, "containers", secret)).endsWith("shop is at 2 (orders), head.\n");
    assertThat(run(pod, "containers", secret))
        .isEqualTo("Nothing to do: shop is at 2 (orders), head.\n");
  }

  @Test
  void podAppliesThemBeforeItsApplicationStarts() throws IOException {
    database();
    Map<String, Object> secret = yaml("job.yaml").get(0);
    Map<String, Object> deployment = yaml("deployment.yaml").get(0);
    Map<String, Object> pod = map(map(map(deployment.get("spec")).get("template")).get("spec"));

    assertThat(run(pod, "initContainers", secret)).endsWith("shop is at 2 (orders), head.\n");
  }

  @Test
  void endsAtOnceWhenItIsStopped() {
    String waiting =
        docker(
                "run",
                "-d",
                "--network",
                ID,
                "--read-only",
                "-e",
                "MIGRATIONS_URL=jdbc:postgresql://127.0.0.1:1/shop",
                "-e",
                "MIGRATIONS_USERNAME=shop",
                MIGRATIONS,
                "wait",
                "--env=production",
                "--timeout=10min")
            .strip();
    until("Waiting for the database", waiting);

    long before = System.nanoTime();
    docker("stop", "--time", "60", waiting);
    assertThat(System.nanoTime() - before).isLessThan(20_000_000_000L);
    assertThat(docker("inspect", "-f", "{{.State.ExitCode}}", waiting)).isEqualTo("143\n");
  }

  @Test
  void hasNoServerAndAnOrdinaryUserAndSharesItsClasses() {
    assertThat(docker("run", "--rm", "--entrypoint", "ls", IMAGE, "/opt/schema-cli/lib").lines())
        .hasSize(3)
        .anyMatch(file -> file.matches("classes-[0-9a-f]{12}-.*\\.jsa"));
    assertThat(docker("run", "--rm", "--entrypoint", "id", IMAGE, "-u")).isEqualTo("65532\n");
    assertThat(
            docker(
                "run",
                "--rm",
                "--read-only",
                "-e",
                "_JAVA_OPTIONS=-Xlog:class+load:stdout",
                IMAGE,
                "--version"))
        .contains("dev.nof1.schema.cli.SchemaCli source: shared objects file");
  }

  private static String compose(String name, Map<String, Object> service) {
    List<String> line = new ArrayList<>();
    boolean server = service.get("image").toString().startsWith("postgres:");
    map(service.get("environment"))
        .forEach((key, value) -> line.addAll(List.of("-e", key + "=" + value)));
    list(service.get("volumes"))
        .forEach(volume -> line.addAll(List.of("-v", volume.replaceFirst("^\\.:", shop + ":"))));
    list(service.get("cap_drop")).forEach(dropped -> line.add("--cap-drop=" + dropped));
    if (Boolean.TRUE.equals(service.get("read_only"))) {
      line.add("--read-only");
    }
    if (server) {
      return start(name, line);
    }
    assertThat(service.get("image")).isEqualTo("schema-cli");
    line.add(IMAGE);
    line.addAll(list(service.get("command")));
    return run(line);
  }

  /** Runs the containers of a pod one after the other, and returns what the last one printed. */
  private static String run(Map<String, Object> pod, String which, Map<String, Object> secret) {
    String out = "";
    for (Object each : (List<?>) pod.get(which)) {
      Map<String, Object> container = map(each);
      assertThat(container.get("image")).isEqualTo("shop-migrations");
      assertThat(container.get("envFrom"))
          .isEqualTo(
              List.of(
                  Map.of("secretRef", Map.of("name", map(secret.get("metadata")).get("name")))));
      List<String> line = new ArrayList<>();
      map(secret.get("stringData"))
          .forEach((key, value) -> line.addAll(List.of("-e", key + "=" + value)));
      Map<String, Object> security = map(container.get("securityContext"));
      assertThat(security)
          .containsEntry("readOnlyRootFilesystem", true)
          .containsEntry("allowPrivilegeEscalation", false);
      line.addAll(List.of("--read-only", "--security-opt", "no-new-privileges"));
      list(map(security.get("capabilities")).get("drop"))
          .forEach(dropped -> line.add("--cap-drop=" + dropped));
      line.add(MIGRATIONS);
      line.addAll(list(container.get("args")));
      out = run(line);
    }
    return out;
  }

  private static String run(List<String> rest) {
    List<String> line = new ArrayList<>(List.of("run", "--rm", "--network", ID));
    line.addAll(rest);
    return docker(line.toArray(String[]::new));
  }

  /** The database that the files mean: by its name in the network. */
  private static void database() throws IOException {
    compose("database", map(map(yaml("compose.yaml").get(0).get("services")).get("database")));
  }

  private static String start(String name, List<String> options) {
    List<String> line =
        new ArrayList<>(List.of("run", "-d", "--network", ID, "--network-alias", name));
    line.addAll(options);
    // The one that .ci/container makes; the files name a newer one.
    line.add("postgres:15");
    return docker(line.toArray(String[]::new));
  }

  private static void until(String said, String container) {
    for (int i = 0; i < 300; i++) {
      Result logs = tried("logs", container);
      if ((logs.out() + logs.err()).contains(said)) {
        return;
      }
    }
    throw new AssertionError(container + " has not said: " + said);
  }

  private static String docker(String... line) {
    return tried(line).succeeded().out();
  }

  private static Result tried(String... line) {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(line));
    String host = Optional.ofNullable(System.getenv("DOCKER_HOST")).orElse("");
    return Terminal.here(Map.of("DOCKER_HOST", host, "HOME", folder.toString()))
        .run(installed == null ? folder : installed, command.toArray(String[]::new));
  }

  private static List<Map<String, Object>> yaml(String file) throws IOException {
    String text = Files.readString(installed.resolve("container").resolve(file));
    return StreamSupport.stream(new Yaml().loadAll(text).spliterator(), false)
        .map(ContainerIT::map)
        .toList();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object yaml) {
    return yaml == null ? Map.of() : (Map<String, Object>) yaml;
  }

  @SuppressWarnings("unchecked")
  private static List<String> list(Object yaml) {
    return yaml == null ? List.of() : (List<String>) yaml;
  }
}
