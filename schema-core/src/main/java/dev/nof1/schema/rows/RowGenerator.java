package dev.nof1.schema.rows;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Fills the tables of a database with rows that are made up: values of every type, foreign keys
 * that lead somewhere, unique and check constraints met by trying. The same seed gives the same
 * rows. What cannot be filled is named with its reason; nothing of it is left out silently.
 *
 * <p>It is for scratch databases: triggers and functions of the schema run, and sequences go on.
 * Not safe for use by several threads.
 */
public final class RowGenerator {
  private final Connection connection;
  private final long seed;

  /**
   * Makes a generator.
   *
   * @param connection of a user who may write all tables; its transaction, if one is open, is used
   *     and left open
   * @param seed any number
   */
  public RowGenerator(Connection connection, long seed) {
    this.connection = connection;
    this.seed = seed;
  }

  /**
   * Fills every table, in one transaction.
   *
   * @param rows how many each table gets at most, 1 or more; a table gets fewer where its unique
   *     columns have no more values
   * @param except tables that stay as they are, such as the changelog: schema and name with a dot
   *     between them
   * @return what became of each table
   * @throws SQLException if the catalogs cannot be read or the transaction not be committed
   */
  public Filling fill(int rows, Set<String> except) throws SQLException {
    boolean own = connection.getAutoCommit();
    if (own) {
      connection.setAutoCommit(false);
    }
    try {
      Filling filling = fillAll(rows, except);
      if (own) {
        connection.commit();
      }
      return filling;
    } finally {
      if (own) {
        // After a failure it rolls back; after a commit there is nothing to roll back.
        connection.rollback();
        connection.setAutoCommit(true);
      }
    }
  }

  private Filling fillAll(int rows, Set<String> except) throws SQLException {
    FillCatalog catalog = new FillCatalog(connection);
    List<FillTable> tables = FillOrder.of(catalog.tables(except));
    Trials trials = new Trials(connection);
    ValueExpressions values = new ValueExpressions(catalog.types(), trials);
    TableFill fill = new TableFill(connection, trials, values, seed);
    List<FilledTable> filled = new ArrayList<>();
    for (FillTable table : tables) {
      filled.add(fill.fill(table, rows));
    }
    // What refers in a circle found nobody there the first time.
    for (int i = 0; i < tables.size(); i++) {
      for (ForeignKey key : tables.get(i).foreignKeys()) {
        if (isLater(tables, i, key) && filled.get(i).rows() > 0) {
          fill.refer(tables.get(i), key);
        }
      }
    }
    return new Filling(filled);
  }

  private static boolean isLater(List<FillTable> tables, int place, ForeignKey key) {
    return tables.subList(place, tables.size()).stream().anyMatch(key::refersTo)
        && key.isOptional(tables.get(place));
  }
}
