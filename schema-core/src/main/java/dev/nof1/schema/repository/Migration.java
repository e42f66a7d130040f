package dev.nof1.schema.repository;

import java.math.BigDecimal;

/**
 * One step of a schema's history. Two of them are ordered by id.
 *
 * @param id the version it brings the database to
 * @param description what it does, in words
 * @param fileName the name of its script, without a folder
 */
public record Migration(BigDecimal id, String description, String fileName)
    implements Comparable<Migration> {

  /**
   * The id as people write it.
   *
   * @return digits, such as {@code 20260101120000}
   */
  public String version() {
    return id.toPlainString();
  }

  @Override
  public int compareTo(Migration other) {
    return id.compareTo(other.id);
  }

  /**
   * The id and the description, as messages name a migration.
   *
   * @return such as {@code 20260101120000 (add index)}
   */
  @Override
  public String toString() {
    return version() + " (" + description + ")";
  }
}
