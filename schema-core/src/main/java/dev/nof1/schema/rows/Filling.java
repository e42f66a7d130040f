package dev.nof1.schema.rows;

import java.util.List;

/**
 * Outcome of filling a database with rows.
 *
 * @param tables every table, in the order in which they were filled
 */
public record Filling(List<FilledTable> tables) {

  /**
   * Keeps a copy.
   *
   * @param tables every table, in the order in which they were filled
   */
  public Filling {
    tables = List.copyOf(tables);
  }

  /**
   * Lists the tables that could not be filled.
   *
   * @return those without a row, each with its reason
   */
  public List<FilledTable> empty() {
    return tables.stream().filter(t -> t.reason().isPresent()).toList();
  }
}
