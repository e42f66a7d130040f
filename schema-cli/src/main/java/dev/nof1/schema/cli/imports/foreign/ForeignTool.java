package dev.nof1.schema.cli.imports.foreign;

import java.sql.Connection;
import java.sql.SQLException;
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
    String history = source.historyTable().orElseGet(() -> historyTable(source));
    List<String> tables = new ArrayList<>(furtherTables());
    tables.add(0, OwnTable.plain(history));
    return tables;
  }

  /** Columns of the history table that say what was applied. */
  List<String> historyColumns();

  /** Finds out which scripts are in effect, from the rows of the history table. */
  History history(List<HistoryRow> rows, ForeignScripts scripts);

  /** Reads the history of a database. */
  default History history(Connection connection, ForeignScripts scripts, ImportSource source)
      throws SQLException {
    String table = source.historyTable().orElseGet(() -> historyTable(source));
    return history(HistoryRow.all(connection, table, historyColumns(), title()), scripts);
  }
}
