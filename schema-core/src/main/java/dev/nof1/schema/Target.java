package dev.nof1.schema;

import java.math.BigDecimal;

/** Where to bring a database. Immutable. */
public final class Target {
  enum Kind {
    UP,
    DOWN,
    REDO,
    VERSION,
    UP_TO,
    DOWN_TO,
    PENDING
  }

  final Kind kind;
  final int count;
  final BigDecimal id;

  private Target(Kind kind, int count, BigDecimal id) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "The number of migrations is " + count + "; it must be at least 1.");
    }
    this.kind = kind;
    this.count = count;
    this.id = id;
  }

  /**
   * Up to the newest migration.
   *
   * @return the target
   */
  public static Target head() {
    return up(Integer.MAX_VALUE);
  }

  /**
   * Up by some migrations; fewer if there are not so many.
   *
   * @param count how many, from 1
   * @return the target
   * @throws IllegalArgumentException if the count is below 1
   */
  public static Target up(int count) {
    return new Target(Kind.UP, count, BigDecimal.ZERO);
  }

  /**
   * Down to before the first migration.
   *
   * @return the target
   */
  public static Target base() {
    return down(Integer.MAX_VALUE);
  }

  /**
   * Down by some migrations; to base if there are not so many.
   *
   * @param count how many, from 1
   * @return the target
   * @throws IllegalArgumentException if the count is below 1
   */
  public static Target down(int count) {
    return new Target(Kind.DOWN, count, BigDecimal.ZERO);
  }

  /**
   * Down by some migrations and up again by the same.
   *
   * @param count how many, from 1
   * @return the target
   * @throws IllegalArgumentException if the count is below 1
   */
  public static Target redo(int count) {
    return new Target(Kind.REDO, count, BigDecimal.ZERO);
  }

  /**
   * Up or down until this migration is the newest applied one.
   *
   * @param id its id
   * @return the target
   */
  public static Target version(BigDecimal id) {
    return new Target(Kind.VERSION, 1, id);
  }

  /**
   * Up to a migration, this one included; nothing where it is applied already.
   *
   * @param id its id
   * @return the target
   */
  public static Target upTo(BigDecimal id) {
    return new Target(Kind.UP_TO, 1, id);
  }

  /**
   * Down to a migration, which stays applied; nothing where it is not applied.
   *
   * @param id its id
   * @return the target
   */
  public static Target downTo(BigDecimal id) {
    return new Target(Kind.DOWN_TO, 1, id);
  }

  /**
   * All that is pending, those out of order too.
   *
   * @return the target
   */
  public static Target pending() {
    return new Target(Kind.PENDING, 1, BigDecimal.ZERO);
  }
}
