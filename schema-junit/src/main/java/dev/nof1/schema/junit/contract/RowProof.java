package dev.nof1.schema.junit.contract;

import dev.nof1.schema.error.SchemaException;
import dev.nof1.schema.sql.driver.SqlStates;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Proof that rows are as before, once a migration is applied and undone. */
final class RowProof {
  /** Rows of a user. */
  interface Rows {
    void insert(Connection connection, BigDecimal version) throws SQLException;
  }

  private final ContractScripts scripts;
  private final ProofDatabases databases;
  private final Rows rows;

  RowProof(ProofDatabases databases, Rows rows) {
    this.scripts = databases.scripts();
    this.databases = databases;
    this.rows = rows;
  }

  /** Returns what is wrong with that migration, with the user's rows in the database. */
  Optional<Violation> of(int index) {
    try (ProofDatabase database = databases.copyAt(index)) {
      BigDecimal version = scripts.versionBefore(index);
      try (Connection connection = database.dataSource().getConnection()) {
        rows.insert(connection, version);
        if (!connection.isClosed() && !connection.getAutoCommit()) {
          connection.commit();
        }
      } catch (SQLException e) {
        return broken(
            index,
            "insertRows failed at version %s: %s."
                .formatted(version.toPlainString(), SqlStates.describe(e)));
      }
      return compare(database, index);
    }
  }

  private Optional<Violation> compare(ProofDatabase database, int index) {
    RowSnapshot before = database.rows();
    try {
      database.migrations().up(1);
    } catch (SchemaException e) {
      return broken(index, "With these rows it cannot be applied. " + e.getMessage());
    }
    try {
      database.migrations().down(1);
    } catch (SchemaException e) {
      return broken(index, "With these rows it cannot be undone. " + e.getMessage());
    }
    return of(index, before.compare(database.rows()));
  }

  /** Returns what is wrong with it where it is known which rows are not as before. */
  Optional<Violation> of(int index, String difference) {
    return difference.isEmpty()
        ? Optional.empty()
        : broken(
            index,
            "Once it is undone, rows are not as before:\n"
                + Violation.indented(difference)
                + "\n"
                + "Have the undo section give them back, or say in the script '-- //@LOSSY"
                + " reason'.");
  }

  private Optional<Violation> broken(int index, String message) {
    return Optional.of(new Violation(Titles.ROWS, scripts.migration(index).toString(), message));
  }
}
