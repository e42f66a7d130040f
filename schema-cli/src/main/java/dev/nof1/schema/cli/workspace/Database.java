package dev.nof1.schema.cli.workspace;

import dev.nof1.schema.Migrations;
import dev.nof1.schema.environment.ConnectionSettings;
import dev.nof1.schema.environment.DriverSettings;
import dev.nof1.schema.environment.Environment;
import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.event.MigrationListener;
import dev.nof1.schema.hook.Hooks;
import dev.nof1.schema.postgres.EmbeddedServer;
import dev.nof1.schema.postgres.NamedDatabase;
import dev.nof1.schema.postgres.ServerSettings;
import dev.nof1.schema.sql.SqlStatement;
import dev.nof1.schema.sql.driver.DriverStatement;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The database that a command is about; where it is the embedded server's, that runs until this is
 * closed.
 */
public final class Database implements AutoCloseable {
  /** Name of this program in pg_stat_activity. */
  public static final String APPLICATION = "schema-cli";

  private static final String NOF1 = "nof1_tracker";
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

  /** The database, created where it is the embedded server's and not there yet. */
  static Database open(Workspace workspace) {
    Database database = find(workspace);
    workspace.console().detail("Database: " + database.description);
    return database.server == null ? database : created(database);
  }

  /**
   * The database for a command that only asks.
   *
   * @return empty where it is the embedded server's and not there yet; nothing is started for one
   *     that has no data, and nothing created
   */
  static Optional<Database> existing(Workspace workspace) {
    if (workspace.environment().embedded() && !data(workspace).isThere()) {
      return Optional.empty();
    }
    Database database = find(workspace);
    workspace.console().detail("Database: " + database.description);
    if (database.server == null || exists(database)) {
      return Optional.of(database);
    }
    database.close();
    return Optional.empty();
  }

  /** Describes where the database is, without secrets; starts and connects to nothing. */
  static String address(Workspace workspace) {
    if (workspace.environment().embedded()) {
      return "embedded PostgreSQL, data in " + serverFolder(workspace);
    }
    try (Database database = find(workspace)) {
      return database.description;
    }
  }

  /** The database of a server that runs already, created if it is not there. */
  public static Database onCreated(EmbeddedServer server, Workspace workspace) {
    return created(on(server, workspace));
  }

  private static Database created(Database database) {
    if (!exists(database)) {
      try {
        data(database.workspace).keepFromGit();
        NamedDatabase.of(database.address()).create();
      } catch (RuntimeException e) {
        throw unusable(database, e);
      }
    }
    return database;
  }

  private static boolean exists(Database database) {
    try (Connection there = database.address().getConnection()) {
      return true;
    } catch (SQLException e) {
      if (NO_SUCH_DATABASE.equals(e.getSQLState())) {
        return false;
      }
      throw unusable(database, e);
    }
  }

  private static DatabaseException unusable(Database database, Exception e) {
    database.close();
    return new DatabaseException(
        "The embedded database cannot be used: " + e.getMessage() + ".", e);
  }

  /** Finds the database of an environment, whether it exists or not; connects to nothing. */
  public static Database find(Workspace workspace) {
    Environment environment = workspace.environment();
    if (!environment.embedded()) {
      Optional<DriverSettings> other = environment.driverConnection();
      if (other.isPresent()) {
        return through(other.get(), workspace);
      }
      ConnectionSettings connection = environment.connection();
      return new Database(
          workspace, connection.dataSource(APPLICATION), connection.displayUrl(), null);
    }
    return on(
        EmbeddedServer.persistent(serverFolder(workspace), serverSettings(workspace)), workspace);
  }

  /** Opens the database through the driver that the repository brings. */
  private static Database through(DriverSettings settings, Workspace workspace) {
    DataSource source =
        RepositoryDriver.of(settings, workspace)
            .map(driver -> settings.dataSource(driver, APPLICATION))
            .orElseGet(() -> settings.connection().dataSource(APPLICATION));
    return new Database(workspace, source, settings.connection().displayUrl(), null);
  }

  /** Gives the database of an embedded server which runs already or was started for this. */
  public static Database on(EmbeddedServer server, Workspace workspace) {
    return new Database(
        workspace, server.dataSource(embeddedName(workspace)), "embedded " + server, server);
  }

  /**
   * Name of the database on the embedded server. In a repository that is the environment's: two
   * environments are two databases, and a folder may be moved.
   */
  static String embeddedName(Workspace workspace) {
    return workspace.location().isNof1() ? NOF1 : workspace.environment().name();
  }

  public static Path serverFolder(Workspace workspace) {
    return data(workspace).server();
  }

  private static EmbeddedData data(Workspace workspace) {
    return new EmbeddedData(workspace.location().base());
  }

  public static ServerSettings serverSettings(Workspace workspace) {
    return ServerSettings.defaults().withProgress(workspace.console()::note);
  }

  /**
   * Another database with the same settings.
   *
   * @param place makes its address of this database's, which holds the password
   * @param name description without secrets
   */
  public Database elsewhere(UnaryOperator<PGSimpleDataSource> place, String name) {
    return new Database(workspace, place.apply(address()), name, null);
  }

  /** The first column of a query, which can only read. */
  public List<String> column(SqlStatement query) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      // In auto-commit mode the driver passes over setReadOnly.
      connection.setAutoCommit(false);
      statement.execute("SET TRANSACTION READ ONLY");
      List<String> values = new ArrayList<>();
      DriverStatement.execute(statement, query);
      try (ResultSet row = statement.getResultSet()) {
        while (row != null && row.next()) {
          String value = row.getString(1);
          if (value != null) {
            values.add(value);
          }
        }
      }
      connection.rollback();
      return values;
    }
  }

  /** Data source of sessions in which the server refuses to write. */
  public PGSimpleDataSource forReading() {
    PGSimpleDataSource address = address();
    PGSimpleDataSource reading = new PGSimpleDataSource();
    reading.setURL(address.getURL());
    reading.setUser(address.getUser());
    reading.setPassword(address.getPassword());
    // When the session begins, and not by a statement: a pooler would keep that for others.
    String options = reading.getOptions();
    reading.setOptions(
        (options == null ? "" : options + " ") + "-c default_transaction_read_only=on");
    return reading;
  }

  /** Gives access to the database from outside: it can be created, dropped and waited for. */
  public NamedDatabase named() {
    return NamedDatabase.of(address());
  }

  /** Address of the database, with the password. */
  private PGSimpleDataSource address() {
    if (dataSource instanceof PGSimpleDataSource address) {
      return address;
    }
    throw new ConfigurationException(
        "This needs the address of the server, and only the driver %s can read that from its URL. Nothing was changed. Use an environment without driver and with url=jdbc:postgresql://host:port/database."
            .formatted(workspace.environment().driver().orElse("of the environment")));
  }

  /**
   * Environment variables for PostgreSQL's own programs that use the database; with the password.
   */
  public Map<String, String> libpq() {
    PGSimpleDataSource address = address();
    return Map.of(
        "PGHOST", address.getServerNames()[0],
        "PGPORT", Integer.toString(address.getPortNumbers()[0]),
        "PGDATABASE", named().name(),
        "PGUSER", String.valueOf(address.getUser()),
        "PGPASSWORD", String.valueOf(address.getPassword()),
        "PGSSLMODE", "disable");
  }

  public String environment() {
    return workspace.environment().name();
  }

  /** Description of the database's address, without secrets. */
  public String description() {
    return description;
  }

  /** Migrations that print nothing. */
  public Migrations migrations() {
    return migrations(MigrationListener.SILENT, Hooks.NONE);
  }

  /** Migrations with the environment's limits. */
  public Migrations migrations(MigrationListener listener, Hooks hooks) {
    return builder(listener, hooks).build();
  }

  /** Builder that holds the environment's limits already; a command's options replace them. */
  public Migrations.Builder builder(MigrationListener listener, Hooks hooks) {
    Environment environment = workspace.environment();
    Migrations.Builder builder =
        Migrations.builder(dataSource)
            .source(workspace.source())
            .settings(workspace.settings())
            .changelog(environment.changelog())
            .clock(workspace.clock())
            .listener(listener)
            .hooks(hooks);
    environment.lockTimeout().ifPresent(builder::lockTimeout);
    environment.lockTries().ifPresent(builder::lockTries);
    environment.statementTimeout().ifPresent(builder::statementTimeout);
    return builder;
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
  }
}
