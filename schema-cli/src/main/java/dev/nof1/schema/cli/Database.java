package dev.nof1.schema.cli;

import dev.nof1.schema.MigrationListener;
import dev.nof1.schema.Migrations;
import dev.nof1.schema.environment.ConnectionSettings;
import dev.nof1.schema.environment.Environment;
import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.hook.Hooks;
import dev.nof1.schema.postgres.EmbeddedServer;
import dev.nof1.schema.postgres.ServerSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The database that a command is about; where it is the embedded server's, that runs until this is
 * closed.
 */
final class Database implements AutoCloseable {
  private static final String APPLICATION = "schema-cli";
  private static final String EMBEDDED = "nof1_tracker";
  private static final String NO_SUCH_DATABASE = "3D000";

  private final Workspace workspace;
  private final DataSource dataSource;
  private final String description;
  private final @Nullable EmbeddedServer server;

  private Database(
      Workspace workspace,
      DataSource dataSource,
      String description,
      @Nullable EmbeddedServer server) {
    this.workspace = workspace;
    this.dataSource = dataSource;
    this.description = description;
    this.server = server;
  }

  static Database open(Workspace workspace) {
    Environment environment = workspace.environment();
    if (!environment.embedded()) {
      ConnectionSettings connection = environment.connection();
      return new Database(
          workspace, connection.dataSource(APPLICATION), connection.displayUrl(), null);
    }
    EmbeddedServer server =
        EmbeddedServer.persistent(
            workspace.data().resolve("postgres"),
            ServerSettings.defaults().withProgress(workspace.console()::note));
    try {
      DataSource dataSource = server.dataSource(EMBEDDED);
      createIfMissing(server, dataSource);
      return new Database(workspace, dataSource, "embedded " + server, server);
    } catch (SQLException | RuntimeException e) {
      server.close();
      throw new DatabaseException(
          "The embedded database cannot be used: " + e.getMessage() + ".", e);
    }
  }

  String environment() {
    return workspace.environment().name();
  }

  /** Where it is, without secrets. */
  String description() {
    return description;
  }

  Migrations migrations() {
    return migrations(MigrationListener.SILENT, Hooks.NONE);
  }

  Migrations migrations(MigrationListener listener, Hooks hooks) {
    Environment environment = workspace.environment();
    return Migrations.builder(dataSource)
        .source(workspace.source())
        .settings(workspace.settings())
        .changelog(environment.changelog())
        .clock(workspace.clock())
        .listener(listener)
        .hooks(hooks)
        .build();
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
  }

  private static void createIfMissing(EmbeddedServer server, DataSource dataSource)
      throws SQLException {
    try (Connection there = dataSource.getConnection()) {
      return;
    } catch (SQLException e) {
      if (!NO_SUCH_DATABASE.equals(e.getSQLState())) {
        throw e;
      }
    }
    try (Connection connection = server.dataSource("postgres").getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + EMBEDDED);
    }
  }
}
