package dev.nof1.schema.cli.imports.foreign;

import java.util.List;
import java.util.Set;

/**
 * History of a database, as the other tool's table has it.
 *
 * @param applied keys of the scripts that are in effect
 * @param remarks on rows that record nothing here: failed, undone, without a script
 */
public record History(Set<String> applied, List<String> remarks) {

  /**
   * Keeps copies.
   *
   * @param applied keys of the scripts that are in effect
   * @param remarks on rows that record nothing here
   */
  public History {
    applied = Set.copyOf(applied);
    remarks = List.copyOf(remarks);
  }
}
