package dev.nof1.schema.plan;

import java.math.BigDecimal;

/** Target of a run: a value for each way to name it. Immutable. */
public sealed interface Target {

  /**
   * Up by some migrations, newer than the newest applied one.
   *
   * @param count how many at most, from 1
   */
  record Up(int count) implements Target {
    /**
     * Checks the count.
     *
     * @param count how many at most, from 1
     * @throws IllegalArgumentException if the count is below 1
     */
    public Up {
      require(count);
    }
  }

  /**
   * Down by some migrations, the newest first.
   *
   * @param count how many at most, from 1
   */
  record Down(int count) implements Target {
    /**
     * Checks the count.
     *
     * @param count how many at most, from 1
     * @throws IllegalArgumentException if the count is below 1
     */
    public Down {
      require(count);
    }
  }

  /**
   * Down by some migrations and up again by the same.
   *
   * @param count how many at most, from 1
   */
  record Redo(int count) implements Target {
    /**
     * Checks the count.
     *
     * @param count how many at most, from 1
     * @throws IllegalArgumentException if the count is below 1
     */
    public Redo {
      require(count);
    }
  }

  /**
   * Up or down until a migration is the newest applied one.
   *
   * @param id its id
   */
  record Version(BigDecimal id) implements Target {}

  /**
   * Up to a migration, this one included.
   *
   * @param id its id
   */
  record UpTo(BigDecimal id) implements Target {}

  /**
   * Down to a migration, which stays applied.
   *
   * @param id its id
   */
  record DownTo(BigDecimal id) implements Target {}

  /** All that is pending, in the order of the ids, those out of order too. */
  record Pending() implements Target {}

  /**
   * Up to the newest migration.
   *
   * @return the target
   */
  static Target head() {
    return new Up(Integer.MAX_VALUE);
  }

  /**
   * Up by some migrations; fewer if there are not so many.
   *
   * @param count how many, from 1
   * @return the target
   * @throws IllegalArgumentException if the count is below 1
   */
  static Target up(int count) {
    return new Up(count);
  }

  /**
   * Down to before the first migration.
   *
   * @return the target
   */
  static Target base() {
    return new Down(Integer.MAX_VALUE);
  }

  /**
   * Down by some migrations; to base if there are not so many.
   *
   * @param count how many, from 1
   * @return the target
   * @throws IllegalArgumentException if the count is below 1
   */
  static Target down(int count) {
    return new Down(count);
  }

  /**
   * Down by some migrations and up again by the same.
   *
   * @param count how many, from 1
   * @return the target
   * @throws IllegalArgumentException if the count is below 1
   */
  static Target redo(int count) {
    return new Redo(count);
  }

  /**
   * Up or down until this migration is the newest applied one.
   *
   * @param id its id
   * @return the target
   */
  static Target version(BigDecimal id) {
    return new Version(id);
  }

  /**
   * Up to a migration, this one included; nothing where it is applied already.
   *
   * @param id its id
   * @return the target
   */
  static Target upTo(BigDecimal id) {
    return new UpTo(id);
  }

  /**
   * Down to a migration, which stays applied; nothing where it is not applied.
   *
   * @param id its id
   * @return the target
   */
  static Target downTo(BigDecimal id) {
    return new DownTo(id);
  }

  /**
   * All that is pending, those out of order too.
   *
   * @return the target
   */
  static Target pending() {
    return new Pending();
  }

  private static void require(int count) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "The number of migrations is " + count + "; it must be at least 1.");
    }
  }
}
