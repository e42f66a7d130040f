package dev.nof1.schema.error;

/**
 * Place where a migration failed.
 *
 * @param location the script
 * @param line from 1; 0 where the failure has no line
 * @param column in characters, from 1; 0 where it has none
 */
public record FailurePlace(String location, int line, int column) {

  /**
   * The place as editors and terminals read it.
   *
   * @return such as {@code scripts/2_add_index.sql:14:8}
   */
  @Override
  public String toString() {
    return location + (line == 0 ? "" : ":" + line + (column == 0 ? "" : ":" + column));
  }
}
