package dev.nof1.schema.junit;

import dev.nof1.schema.Migrations;
import dev.nof1.schema.catalog.SchemaSnapshot;
import dev.nof1.schema.catalog.SnapshotOptions;
import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.postgres.PostgresServer;
import dev.nof1.schema.sql.SqlStates;
import dev.nof1.schema.testdb.Clone;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** A database that a proof may do with as it likes. */
final class Scratch implements AutoCloseable {
  /** One user makes all that is compared, so another owner is something a script did. */
  private static final SnapshotOptions WITH_OWNERS = SnapshotOptions.defaults().withOwners(true);

  private final TestRun run;
  private final Clone clone;
  private final ContractScripts scripts;
  private final TestDataSource dataSource;
  private final Migrations migrations;

  Scratch(TestRun run, Clone clone, ContractScripts scripts) {
    this.run = run;
    this.clone = clone;
    this.scripts = scripts;
    dataSource =
        new TestDataSource(
            clone, Login.of(clone.server(), ""), MigrationContract.class.getSimpleName());
    migrations =
        Migrations.builder(dataSource)
            .source(scripts.source())
            .settings(scripts.settings())
            .changelog(scripts.changelog())
            .listener(run.listener())
            .build();
  }

  Scratch copy() {
    dataSource.closeLeaked();
    return new Scratch(run, run.copy(clone), scripts);
  }

  Migrations migrations() {
    return migrations;
  }

  PostgresServer server() {
    return clone.server();
  }

  String name() {
    return clone.name();
  }

  DataSource dataSource() {
    return dataSource;
  }

  /** All but the changelog. */
  SchemaSnapshot snapshot() {
    return snapshot(WITH_OWNERS.withChangelogs(scripts.changelog()));
  }

  /** What a file that declares a schema speaks of: not who owns it. */
  SchemaSnapshot snapshotToDeclare() {
    return snapshot(SnapshotOptions.defaults().withChangelogs(scripts.changelog()));
  }

  private SchemaSnapshot snapshot(SnapshotOptions options) {
    return on(connection -> SchemaSnapshot.read(connection, options));
  }

  /** The changelog too. */
  SchemaSnapshot snapshotOfAll() {
    return snapshot(WITH_OWNERS.withChangelogs());
  }

  /** The rows of all tables but the changelog. */
  TableRows rows() {
    return on(connection -> TableRows.read(connection, scripts.changelog()));
  }

  /** The changelog, without the times. */
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

  /** Something done on a connection of its own. */
  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  private <T> T on(Work<T> work) {
    try (Connection connection = dataSource.getConnection()) {
      return work.on(connection);
    } catch (SQLException e) {
      throw new DatabaseException(
          "The database of a proof cannot be read: " + SqlStates.describe(e) + ".", e);
    }
  }

  @Override
  public void close() {
    dataSource.closeLeaked();
    run.giveBack(clone, "A migration contract");
  }
}
