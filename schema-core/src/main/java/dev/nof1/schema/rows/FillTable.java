package dev.nof1.schema.rows;

import java.util.List;
import java.util.Set;

/**
 * Table that is to be filled.
 *
 * @param oid the table
 * @param name its schema and name, as in SQL
 * @param ancestors tables whose partition it is, the nearest first
 * @param passesConflicts whether the server can be asked to pass over rows that are there
 * @param columns all of its columns
 * @param conditions its checks, those of its columns' domains, and its bound as a partition
 * @param foreignKeys the widest first
 */
record FillTable(
    long oid,
    String name,
    Set<Long> ancestors,
    boolean passesConflicts,
    List<FillColumn> columns,
    List<Condition> conditions,
    List<ForeignKey> foreignKeys) {

  FillColumn column(int number) {
    return columns.stream().filter(c -> c.number() == number).findFirst().orElseThrow();
  }

  List<FillColumn> given() {
    return columns.stream().filter(FillColumn::isGiven).toList();
  }
}
