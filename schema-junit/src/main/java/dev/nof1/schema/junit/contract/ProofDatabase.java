package dev.nof1.schema.junit.contract;

import dev.nof1.schema.Migrations;
import dev.nof1.schema.catalog.SchemaSnapshot;
import dev.nof1.schema.catalog.SnapshotOptions;
import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.junit.lease.SpareDatabase;
import dev.nof1.schema.postgres.PostgresServer;
import dev.nof1.schema.sql.driver.SqlStates;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Database that a proof may do with as it likes. */
final class ProofDatabase implements AutoCloseable {
  /** Options with owners: one user makes all, so another owner is something a script did. */
  private static final SnapshotOptions WITH_OWNERS = SnapshotOptions.defaults().withOwners(true);

  private static final int ANSWER_SECONDS = 5;

  private final SpareDatabase spare;
  private final ContractScripts scripts;
  private final Migrations migrations;

  /**
   * Connection for everything that is read here: a new one for each reading would cost the server
   * as much as the reading. Migrations have connections of their own.
   */
  private @Nullable Connection reading;

  ProofDatabase(SpareDatabase spare, ContractScripts scripts) {
    this.spare = spare;
    this.scripts = scripts;
    migrations =
        Migrations.builder(spare.dataSource())
            .source(scripts.source())
            .settings(scripts.settings())
            .changelog(scripts.changelog())
            .listener(spare.listener())
            .build();
  }

  ProofDatabase copy() {
    return new ProofDatabase(spare.copy(), scripts);
  }

  /** Runs the repository's bootstrap script. */
  void bootstrap() {
    spare.migrating(() -> migrations.bootstrap(true));
  }

  Migrations migrations() {
    return migrations;
  }

  PostgresServer server() {
    return spare.server();
  }

  String name() {
    return spare.name();
  }

  DataSource dataSource() {
    return spare.dataSource();
  }

  /** Reads all but the changelog. */
  SchemaSnapshot snapshot() {
    return snapshot(WITH_OWNERS.withChangelogs(scripts.changelog()));
  }

  /** Reads what a file that declares a schema speaks of: not who owns it. */
  SchemaSnapshot snapshotToDeclare() {
    return snapshot(SnapshotOptions.defaults().withChangelogs(scripts.changelog()));
  }

  private SchemaSnapshot snapshot(SnapshotOptions options) {
    return on(connection -> SchemaSnapshot.read(connection, options));
  }

  /** Reads all, the changelog too. */
  SchemaSnapshot snapshotOfAll() {
    return snapshot(WITH_OWNERS.withChangelogs());
  }

  /** Reads the rows of all tables but the changelog. */
  RowSnapshot rows() {
    return on(connection -> RowSnapshot.read(connection, scripts.changelog()));
  }

  /** Reads the changelog, without the times. */
  List<String> changelog() {
    return on(
        connection -> {
          List<String> rows = new ArrayList<>();
          try (Statement statement = connection.createStatement();
              ResultSet row =
                  statement.executeQuery(
                      "SELECT id::text || ' (' || description || ')' FROM "
                          + scripts.changelog()
                          + " ORDER BY id")) {
            while (row.next()) {
              rows.add(row.getString(1));
            }
          }
          return rows;
        });
  }

  private interface Query<T> {
    T on(Connection connection) throws SQLException;
  }

  private <T> T on(Query<T> query) {
    try {
      return query.on(reading());
    } catch (SQLException e) {
      throw new DatabaseException(
          "The database of a proof cannot be read: " + SqlStates.describe(e) + ".", e);
    }
  }

  /** Opens it anew where it is over: a copy closes all connections, and a script may end some. */
  private Connection reading() throws SQLException {
    Connection current = reading;
    if (current == null || !current.isValid(ANSWER_SECONDS)) {
      current = spare.dataSource().getConnection();
      reading = current;
    }
    return current;
  }

  /** Gives the database back, which closes its connections. */
  @Override
  public void close() {
    spare.close();
  }
}
