package dev.nof1.schema.postgres;

import dev.nof1.schema.error.ServerException;
import dev.nof1.schema.postgres.cluster.InitDb;
import dev.nof1.schema.postgres.cluster.TemporaryParameters;
import dev.nof1.schema.postgres.files.ServerVersion;
import dev.nof1.schema.postgres.process.ServerLog;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postgresql.ds.PGSimpleDataSource;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerFetchException;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.RemoteDockerImage;
import org.testcontainers.utility.DockerImageName;

/**
 * An empty server for tests in a container, its data in memory, ended with this JVM by
 * Testcontainers. For what only an image has: a platform without binaries, or extensions.
 *
 * <p>The one class that knows {@code org.testcontainers}, which need not be on the class path as
 * long as nobody starts a container. It uses what Testcontainers 1.21 and 2 have in common: their
 * modules for PostgreSQL have the container in packages of different names.
 */
public final class ContainerServer implements PostgresServer {
  private static final String NEEDED = "org.testcontainers.containers.GenericContainer";

  private static final int PORT = 5432;

  /** Line of the server's log, which an image's first start has twice. */
  private static final String READY = ".*database system is ready to accept connections.*\\s";

  /** Folder of this container alone, so that no image puts a volume there. */
  private static final String MEMORY = "/nof1";

  /** Docker's 64 MB are too few for a parallel query. */
  private static final long SHARED_MEMORY_BYTES = 256L << 20;

  private static final int QUOTED_LINES = 20;

  private final String image;
  private final GenericContainer<?> container;
  private final String password;
  private final String version;

  private ContainerServer(String image, GenericContainer<?> container, String password) {
    this.image = image;
    this.container = container;
    this.password = password;
    this.version = askedVersion();
  }

  /**
   * Starts a container, pulling its image if it is not there.
   *
   * @param image Docker's {@code postgres} in any version, or one made like it, such as {@code
   *     postgres:18}; it decides about the version, not the settings
   * @param settings how to start
   * @return a server that accepts connections
   * @throws ServerException when there is no Testcontainers, no Docker engine or no image, or the
   *     server does not start; nothing is left behind
   */
  public static ContainerServer start(String image, ServerSettings settings) {
    if (!isTestcontainersThere()) {
      throw new ServerException(
          "A PostgreSQL server in a container needs Testcontainers, which is not on the class"
              + " path. Add the dependency org.testcontainers:testcontainers, 1.21 or newer, or use"
              + " another PostgreSQL server.");
    }
    return new Starter(image).start(settings);
  }

  private static boolean isTestcontainersThere() {
    try {
      Class.forName(NEEDED, false, ContainerServer.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** Loaded only when Testcontainers is there. */
  private static final class Starter {
    private final String image;

    /**
     * Last lines of the container's log; Testcontainers removes the container before anybody can
     * ask.
     */
    private final Deque<String> said = new ArrayDeque<>();

    Starter(String image) {
      this.image = image;
    }

    ContainerServer start(ServerSettings settings) {
      try {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
          throw new ServerException(
              "A PostgreSQL server in a container needs a Docker engine, and none can be reached."
                  + " Start one, or say in the environment variable DOCKER_HOST where it is, or use"
                  + " another PostgreSQL server.");
        }
        settings.progress().accept("starting a container from " + image);
        DockerImageName name = parsedImage();
        fetch(name);
        String password = InitDb.newPassword();
        return started(container(name, settings, password), password);
      } catch (ContainerFetchException e) {
        // Of the image that Testcontainers itself needs.
        throw notFetched(e);
      }
    }

    /** The container would do it, but try again whenever it writes the image's name to its log. */
    private void fetch(DockerImageName name) {
      try {
        new RemoteDockerImage(name).get();
      } catch (RuntimeException e) {
        throw notFetched(e);
      }
    }

    private ContainerServer started(GenericContainer<?> container, String password) {
      try {
        container.start();
        return new ContainerServer(image, container, password);
      } catch (RuntimeException e) {
        container.stop();
        throw notStarted(e);
      }
    }

    private GenericContainer<?> container(
        DockerImageName name, ServerSettings settings, String password) {
      List<String> command = new ArrayList<>(List.of("postgres"));
      Map<String, String> parameters = new LinkedHashMap<>(TemporaryParameters.of(0));
      parameters.putAll(settings.parameters());
      parameters.forEach((key, value) -> command.addAll(List.of("-c", key + "=" + value)));
      GenericContainer<?> container = new GenericContainer<>(name);
      container
          .withExposedPorts(PORT)
          .withEnv("POSTGRES_DB", InitDb.DATABASE)
          .withEnv("POSTGRES_USER", InitDb.USER)
          .withEnv("POSTGRES_PASSWORD", password)
          .withEnv("PGDATA", MEMORY + "/data")
          .withTmpFs(Map.of(MEMORY, "rw"))
          .withSharedMemorySize(SHARED_MEMORY_BYTES)
          .waitingFor(Wait.forLogMessage(READY, 2))
          .withStartupTimeout(settings.startTimeout())
          .withLogConsumer(frame -> listen(frame.getUtf8StringWithoutLineEnding()))
          .withCommand(command.toArray(String[]::new));
      return container;
    }

    private DockerImageName parsedImage() {
      try {
        DockerImageName name = DockerImageName.parse(image);
        name.assertValid();
        return name;
      } catch (IllegalArgumentException e) {
        throw new ServerException(
            "'%s' is not the name of an image; name one such as postgres:18.".formatted(image), e);
      }
    }

    private void listen(String line) {
      synchronized (said) {
        said.add(line);
        if (said.size() > QUOTED_LINES) {
          said.removeFirst();
        }
      }
    }

    private ServerException notFetched(RuntimeException e) {
      boolean isCleaner = String.valueOf(e.getMessage()).contains("/ryuk");
      String what = isCleaner ? "of Testcontainers' cleaner, Ryuk," : image;
      String remedy =
          isCleaner
              ? "Pull it, or set the environment variable TESTCONTAINERS_RYUK_DISABLED=true."
              : "Check its name, run 'docker pull "
                  + image
                  + "', or use another PostgreSQL server.";
      return new ServerException(
          "The container image %s is not here and cannot be pulled: %s. %s"
              .formatted(what, rootMessage(e), remedy),
          e);
    }

    private ServerException notStarted(RuntimeException e) {
      synchronized (said) {
        return new ServerException(
            "The container from %s did not start: %s. Nothing is left running. It said last:\n%s"
                .formatted(image, rootMessage(e), String.join("\n", said)),
            e);
      }
    }

    private static String rootMessage(Throwable e) {
      Throwable root = e;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      return String.valueOf(root.getMessage()).strip();
    }
  }

  private String askedVersion() {
    try (Connection connection = dataSource(InitDb.DATABASE).getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW server_version")) {
      row.next();
      return ServerVersion.number(row.getString(1));
    } catch (SQLException e) {
      throw new ServerException(
          "The PostgreSQL server in a container at %s:%s does not answer: %s"
              .formatted(host(), port(), e.getMessage()),
          e);
    }
  }

  /** Host at which the Docker engine makes containers' ports available. */
  @Override
  public String host() {
    return container.getHost();
  }

  /** The one that the engine chose. */
  @Override
  public int port() {
    return container.getMappedPort(PORT);
  }

  @Override
  public String user() {
    return InitDb.USER;
  }

  /** Random for every container. */
  @Override
  public String password() {
    return password;
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public String maintenanceDatabase() {
    return InitDb.DATABASE;
  }

  @Override
  public String jdbcUrl(String database) {
    return PlainConnection.url(this, database);
  }

  @Override
  public PGSimpleDataSource dataSource(String database) {
    return PlainConnection.dataSource(this, database);
  }

  @Override
  public List<String> logOf(String database) {
    return container.isRunning() ? ServerLog.linesOf(database, container.getLogs()) : List.of();
  }

  /** Stops and removes the container. Does nothing the second time. */
  @Override
  public void close() {
    container.stop();
  }

  /** Names the image and the address, never the password. */
  @Override
  public String toString() {
    return "PostgreSQL %s in a container from %s".formatted(version, image);
  }
}
