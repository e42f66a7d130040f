package dev.nof1.schema.rows;

import java.util.List;

/**
 * Foreign key of a table.
 *
 * @param name the constraint
 * @param target oid of the table that it refers to; it may be one with partitions
 * @param targetName that table, as in SQL
 * @param columns numbers of the referring columns
 * @param keys names of the columns that they refer to, in the same order
 */
record ForeignKey(
    String name, long target, String targetName, List<Integer> columns, List<String> keys) {

  boolean refersTo(FillTable table) {
    return target == table.oid() || table.ancestors().contains(target);
  }

  /** Checks whether rows can do without what the key refers to, for a time. */
  boolean isOptional(FillTable table) {
    return columns.stream().anyMatch(c -> !table.column(c).notNull());
  }
}
