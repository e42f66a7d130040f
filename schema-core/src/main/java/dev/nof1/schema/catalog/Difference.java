package dev.nof1.schema.catalog;

import java.util.List;
import java.util.Optional;

/**
 * One thing that is not the same in two snapshots, the one compared and the one it is compared
 * with.
 *
 * @param change what is the matter
 * @param kind of the object
 * @param name of the object
 * @param attribute which one changed; empty where the whole object is on one side only
 * @param before the attribute's value in the first; empty where it has none
 * @param after its value in the second; empty where it has none
 */
public record Difference(
    Change change,
    ObjectKind kind,
    String name,
    Optional<String> attribute,
    Optional<String> before,
    Optional<String> after) {

  /** Kinds of difference between two snapshots of an object. */
  public enum Change {
    /** Only the second snapshot has it. */
    ADDED,
    /** Only the first snapshot has it. */
    REMOVED,
    /** Both have it, and one of its attributes differs. */
    CHANGED
  }

  static Difference added(ObjectKind kind, String name) {
    return new Difference(
        Change.ADDED, kind, name, Optional.empty(), Optional.empty(), Optional.empty());
  }

  static Difference removed(ObjectKind kind, String name) {
    return new Difference(
        Change.REMOVED, kind, name, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * Renders differences for people, a line each, values of several lines line by line.
   *
   * @param differences in the order to show them
   * @return lines, each ended by a line feed; empty for none
   */
  public static String text(List<Difference> differences) {
    return DifferenceText.of(differences);
  }

  /**
   * The difference as a line for people, or several where its values have several.
   *
   * @return such as {@code changed column public.t.a: default: absent -> 0}
   */
  @Override
  public String toString() {
    return DifferenceText.of(List.of(this)).stripTrailing();
  }
}
