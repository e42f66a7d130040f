package dev.nof1.schema.catalog;

import java.util.List;

/**
 * Objects that a snapshot names without describing them.
 *
 * @param kind what they are, in words, such as {@code large object}
 * @param names each of them, sorted; there are as many as of the objects
 */
public record Uncovered(String kind, List<String> names) {

  /**
   * Copies the names.
   *
   * @param kind what they are
   * @param names each of them
   */
  public Uncovered {
    names = List.copyOf(names);
  }

  /**
   * Counts the objects.
   *
   * @return their number
   */
  public int count() {
    return names.size();
  }
}
