package dev.nof1.schema.testdb;

import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.postgres.PostgresServer;
import dev.nof1.schema.sql.driver.SqlStates;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** A copy of a clone that has been used: as it is, without doing again what was done to it. */
final class CloneCopy {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private CloneCopy() {}

  static void make(PostgresServer server, Clone original, Clone copy) {
    original.closeConnection();
    try (Connection admin = server.dataSource(server.maintenanceDatabase()).getConnection()) {
      awaitAlone(admin, original.name());
      Clones.create(admin, server, original.name(), copy.name());
    } catch (SQLException e) {
      throw new DatabaseException(
          "The test database %s could not be copied: %s. It is as it was. Close every connection to it first."
              .formatted(original.name(), SqlStates.describe(e)),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DatabaseException(
          "Interrupted while a test database was to be copied. It is as it was.", e);
    }
  }

  /** Ends the sessions of an original that nothing may change any more, and refuses new ones. */
  static void freeze(PostgresServer server, Clone original) {
    String name = original.name();
    try (Connection admin = server.dataSource(server.maintenanceDatabase()).getConnection()) {
      Sql.run(admin, "ALTER DATABASE " + name + " ALLOW_CONNECTIONS false");
      Sql.query(
          admin,
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ? AND "
              + Clones.CLIENT,
          name);
      awaitAlone(admin, name);
    } catch (SQLException e) {
      throw new DatabaseException(
          "The test database %s could not be closed to others, so no copies of it can be made: %s."
              .formatted(name, SqlStates.describe(e)),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DatabaseException(
          "Interrupted while a test database was closed to others; no copies of it can be made.",
          e);
    }
  }

  /** A backend lingers for a moment; the server looks for it every tenth of a second only. */
  private static void awaitAlone(Connection admin, String name)
      throws SQLException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline
        && !Sql.query(
                admin,
                "SELECT 1 FROM pg_stat_activity WHERE datname = ? AND " + Clones.CLIENT,
                name)
            .isEmpty()) {
      Thread.sleep(1);
    }
  }
}
