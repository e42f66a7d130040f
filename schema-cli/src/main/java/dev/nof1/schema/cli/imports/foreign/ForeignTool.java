package dev.nof1.schema.cli.imports.foreign;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Migration tool other than MyBatis Migrations, whose files and history table can be read. */
public interface ForeignTool {
  /** Name as the tool's own documentation writes it. */
  String title();

  /**
   * Reads the tool's files.
   *
   * @throws dev.nof1.schema.error.SchemaException if they cannot be read; nothing was created
   */
  ForeignScripts read(ImportSource source);

  /** Name of the history table where nothing else is said, as in SQL. */
  String historyTable(ImportSource source);

  /** Names of the tables that the tool keeps for itself beside the history, without a schema. */
  default List<String> furtherTables() {
    return List.of();
  }

  /** Names of all tables that are the tool's own, without a schema, as a comparison writes them. */
  default List<String> ownTables(ImportSource source) {
    String history = table(source);
    List<String> tables = new ArrayList<>(furtherTables());
    tables.add(0, OwnTable.plain(history));
    return tables;
  }

  /** Columns of the history table that say what was applied. */
  List<String> historyColumns();

  /** Finds out which scripts are in effect, from the rows of the history table. */
  History history(List<HistoryRow> rows, ForeignScripts scripts);

  /**
   * Keeps the tool from writing its history until the transaction ends, where the user may lock the
   * table; waits for a transaction that writes it.
   */
  default void lockHistory(Connection connection, ImportSource source) throws SQLException {
    String table = table(source);
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT has_table_privilege(to_regclass(?)::oid, 'UPDATE, DELETE, TRUNCATE')")) {
      query.setString(1, table);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        if (!row.getBoolean(1)) {
          return;
        }
      }
    }
    try (Statement lock = connection.createStatement()) {
      lock.execute("LOCK TABLE " + table + " IN SHARE MODE");
    }
  }

  /** Name of the history table, as in SQL. */
  private String table(ImportSource source) {
    return source.historyTable().orElseGet(() -> historyTable(source));
  }

  /** Reads the history of a database. */
  default History history(Connection connection, ForeignScripts scripts, ImportSource source)
      throws SQLException {
    String table = table(source);
    return history(HistoryRow.all(connection, table, historyColumns(), title()), scripts);
  }
}
