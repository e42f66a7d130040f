package dev.nof1.schema.junit;

import dev.nof1.schema.error.SchemaException;
import dev.nof1.schema.sql.SqlStates;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** With rows in the database, a migration is applied and undone, and they are there as before. */
final class RowProof {
  private final ContractScripts scripts;
  private final Ladder ladder;
  private final Contract.Rows rows;

  RowProof(ContractScripts scripts, Ladder ladder, Contract.Rows rows) {
    this.scripts = scripts;
    this.ladder = ladder;
    this.rows = rows;
  }

  /** What is wrong with that migration, if something is. */
  Optional<Cause> of(int index) {
    try (Scratch scratch = ladder.copyAt(index)) {
      BigDecimal version = scripts.versionBefore(index);
      try (Connection connection = scratch.dataSource().getConnection()) {
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
      return compare(scratch, index);
    }
  }

  private Optional<Cause> compare(Scratch scratch, int index) {
    TableRows before = scratch.rows();
    try {
      scratch.migrations().up(1);
    } catch (SchemaException e) {
      return broken(index, "With these rows it cannot be applied. " + e.getMessage());
    }
    try {
      scratch.migrations().down(1);
    } catch (SchemaException e) {
      return broken(index, "With these rows it cannot be undone. " + e.getMessage());
    }
    return of(index, before.compare(scratch.rows()));
  }

  /** The same where it is known which rows are not as before. */
  Optional<Cause> of(int index, String difference) {
    return difference.isEmpty()
        ? Optional.empty()
        : broken(
            index,
            "Once it is undone, rows are not as before:\n"
                + WholeProofs.indented(difference)
                + "\nHave the undo section give them back, or say in the script '-- //@LOSSY reason'.");
  }

  private Optional<Cause> broken(int index, String message) {
    return Optional.of(new Cause(Titles.ROWS, scripts.migration(index).toString(), message));
  }
}
