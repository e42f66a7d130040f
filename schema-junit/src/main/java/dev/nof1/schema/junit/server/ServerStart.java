package dev.nof1.schema.junit.server;

import dev.nof1.schema.postgres.ContainerServer;
import dev.nof1.schema.postgres.EmbeddedServer;
import dev.nof1.schema.postgres.ExternalServer;
import dev.nof1.schema.postgres.PostgresServer;
import dev.nof1.schema.postgres.Preparation;
import dev.nof1.schema.postgres.ServerSettings;
import dev.nof1.schema.testdb.TemplateSpec;
import dev.nof1.schema.testdb.TestDatabases;
import java.util.Map;
import java.util.Optional;

/** Start of the server that a configuration asks for. */
public final class ServerStart {
  private final Configuration configuration;
  private final Optional<TemplateSpec> first;

  private ServerStart(Configuration configuration, Optional<TemplateSpec> first) {
    this.configuration = configuration;
    this.first = first;
  }

  /**
   * Starts it, or connects to it where it is an external one.
   *
   * @param configuration says which
   * @param first the template that a new cluster brings along, where that can be kept on disk
   * @return running
   * @throws Exception if it does not start
   */
  public static PostgresServer of(Configuration configuration, Optional<TemplateSpec> first)
      throws Exception {
    return new ServerStart(configuration, first).server();
  }

  private PostgresServer server() throws Exception {
    return switch (configuration.server()) {
      case EXTERNAL ->
          ExternalServer.of(configuration.url(), configuration.user(), configuration.password());
      case TESTCONTAINERS -> ContainerServer.start(configuration.image(), settings());
      case EMBEDDED -> embedded();
      case AUTO ->
          EmbeddedServer.isAvailable()
              ? embedded()
              : ContainerServer.start(configuration.image(), settings());
    };
  }

  private ServerSettings settings() {
    ServerSettings settings =
        ServerSettings.defaults()
            .withProgress(line -> TestLog.write(System.Logger.Level.INFO, line));
    if (!configuration.postgresVersion().isEmpty()) {
      settings = settings.withVersion(configuration.postgresVersion());
    }
    for (Map.Entry<String, String> each : configuration.parameters().entrySet()) {
      settings = settings.withParameter(each.getKey(), each.getValue());
    }
    return settings;
  }

  /** Starts one with the first template in it: then a later JVM has nothing to migrate at all. */
  private EmbeddedServer embedded() {
    if (first.isEmpty()) {
      return EmbeddedServer.temporary(settings());
    }
    TemplateInCluster template = new TemplateInCluster(configuration, first.get());
    try {
      return EmbeddedServer.temporary(settings(), template);
    } catch (RuntimeException | Error e) {
      if (template.failed) {
        // Only its own classes have to do without a database, and get the reason.
        return EmbeddedServer.temporary(settings());
      }
      throw e;
    }
  }

  private static final class TemplateInCluster implements Preparation {
    private final Configuration configuration;
    private final TemplateSpec spec;
    private boolean failed;

    TemplateInCluster(Configuration configuration, TemplateSpec spec) {
      this.configuration = configuration;
      this.spec = spec;
    }

    @Override
    public String key() {
      return configuration.prefix() + "\n" + spec.key();
    }

    @Override
    public void prepare(EmbeddedServer server) throws Exception {
      failed = true;
      TestDatabases.buildTemplate(server, configuration.pool(), spec);
      failed = false;
    }
  }
}
