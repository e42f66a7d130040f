package dev.nof1.schema.scratch;

import dev.nof1.schema.catalog.ComparisonOptions;
import dev.nof1.schema.catalog.Difference;
import dev.nof1.schema.catalog.ObjectKind;
import dev.nof1.schema.catalog.SchemaSnapshot;
import dev.nof1.schema.plan.Status;
import java.util.List;
import java.util.Optional;

/**
 * Drift of a schema: its differences from what it should be.
 *
 * @param status where the database that was checked stands; empty where it was a file
 * @param expectedMajor PostgreSQL's major version on which was made what it should be
 * @param actualMajor the one of what was checked
 * @param differences from what it should be to what it is; those that are sure
 * @param inconclusive what cannot be compared: definitions that differ as text and that two major
 *     versions may have written differently by themselves; connections of subscriptions that the
 *     user may not read
 */
public record Drift(
    Optional<Status> status,
    int expectedMajor,
    int actualMajor,
    List<Difference> differences,
    List<Difference> inconclusive) {

  /**
   * Copies the lists.
   *
   * @param status where the database stands
   * @param expectedMajor such as 18
   * @param actualMajor such as 15
   * @param differences those that are sure
   * @param inconclusive those that are not
   */
  public Drift {
    differences = List.copyOf(differences);
    inconclusive = List.copyOf(inconclusive);
  }

  /**
   * Drift of a database that is not there yet: nothing of its migrations is applied, and it has
   * nothing else.
   *
   * @param status all is pending
   * @return no difference
   */
  public static Drift none(Status status) {
    return new Drift(Optional.of(status), 0, 0, List.of(), List.of());
  }

  static Drift of(
      Optional<Status> status,
      SchemaSnapshot expected,
      SchemaSnapshot actual,
      ComparisonOptions options) {
    return new Drift(
        status,
        expected.major(),
        actual.major(),
        expected.compare(actual, options),
        expected.inconclusive(actual));
  }

  /** Roles belong to a server, where others have made what the migrations have not. */
  Drift withoutMembershipsOfOthers() {
    return new Drift(
        status,
        expectedMajor,
        actualMajor,
        differences.stream()
            .filter(
                d ->
                    d.kind() != ObjectKind.ROLE_MEMBERSHIP || d.change() != Difference.Change.ADDED)
            .toList(),
        inconclusive);
  }

  /**
   * Checks whether nothing differs, and everything could be compared.
   *
   * @return true if it is what it should be
   */
  public boolean none() {
    return differences.isEmpty() && inconclusive.isEmpty();
  }
}
