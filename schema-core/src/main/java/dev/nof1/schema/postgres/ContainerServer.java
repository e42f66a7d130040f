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
import org.testcontainers.images.RemoteDockerImage;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * An empty server for tests in a container, its data in memory, ended with this JVM by
 * Testcontainers. For what only an image has: a platform without binaries, or extensions.
 *
 * <p>The one class that knows {@code org.testcontainers}, which need not be on the class path as
 * long as nobody starts a container.
 */
public final class ContainerServer implements PostgresServer {
  private static final String NEEDED = "org.testcontainers.postgresql.PostgreSQLContainer";

  /** Folder of this container alone, so that no image puts a volume there. */
  private static final String MEMORY = "/nof1";

  /** Docker's 64 MB are too few for a parallel query. */
  private static final long SHARED_MEMORY_BYTES = 256L << 20;

  private static final int QUOTED_LINES = 20;

  private final String image;
  private final PostgreSQLContainer container;
  private final String version;

  private ContainerServer(String image, PostgreSQLContainer container) {
    this.image = image;
    this.container = container;
    this.version = askedVersion();
  }

  /**
   * Starts a container, pulling its image if it is not there.
   *
   * @param image Docker's {@code postgres} in any version, or one made like it, such as {@code
   *     postgres:18}; it decides about the version, not the settings
   * @param settings how to start
   * @return a server that accepts connections
   * @throws ServerException when there is no Testcontainers 2, no Docker engine or no image, or the
   *     server does not start; nothing is left behind
   */
  public static ContainerServer start(String image, ServerSettings settings) {
    if (!isTestcontainersThere()) {
      throw new ServerException(
          "A PostgreSQL server in a container needs Testcontainers 2, which is not on the class"
              + " path. Add the dependency org.testcontainers:testcontainers-postgresql, or use"
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
        return started(container(name, settings));
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

    private ContainerServer started(PostgreSQLContainer container) {
      try {
        container.start();
        return new ContainerServer(image, container);
      } catch (RuntimeException e) {
        container.stop();
        throw notStarted(e);
      }
    }

    private PostgreSQLContainer container(DockerImageName name, ServerSettings settings) {
      List<String> command = new ArrayList<>(List.of("postgres"));
      Map<String, String> parameters = new LinkedHashMap<>(TemporaryParameters.of(0));
      parameters.putAll(settings.parameters());
      parameters.forEach((key, value) -> command.addAll(List.of("-c", key + "=" + value)));
      PostgreSQLContainer container = new PostgreSQLContainer(name);
      container
          .withDatabaseName(InitDb.DATABASE)
          .withUsername(InitDb.USER)
          .withPassword(InitDb.newPassword())
          .withEnv("PGDATA", MEMORY + "/data")
          .withTmpFs(Map.of(MEMORY, "rw"))
          .withSharedMemorySize(SHARED_MEMORY_BYTES)
          .withStartupTimeout(settings.startTimeout())
          .withLogConsumer(frame -> listen(frame.getUtf8StringWithoutLineEnding()))
          .withCommand(command.toArray(String[]::new));
      return container;
    }

    private DockerImageName parsedImage() {
      try {
        DockerImageName name = DockerImageName.parse(image);
        name.assertValid();
        return name.asCompatibleSubstituteFor(PostgreSQLContainer.IMAGE);
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
    return container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT);
  }

  @Override
  public String user() {
    return container.getUsername();
  }

  /** Random for every container. */
  @Override
  public String password() {
    return container.getPassword();
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
