package dev.nof1.schema.scratch;

import dev.nof1.schema.catalog.ComparisonOptions;
import dev.nof1.schema.catalog.Difference;
import dev.nof1.schema.catalog.IgnoreList;
import dev.nof1.schema.catalog.ObjectKind;
import dev.nof1.schema.catalog.SchemaSnapshot;
import dev.nof1.schema.plan.Status;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
 * @param ignored objects that were not compared, because an ignore list names them: kind and name
 */
public record Drift(
    Optional<Status> status,
    int expectedMajor,
    int actualMajor,
    List<Difference> differences,
    List<Difference> inconclusive,
    List<String> ignored) {

  /**
   * Copies the lists.
   *
   * @param status where the database stands
   * @param expectedMajor such as 18
   * @param actualMajor such as 15
   * @param differences those that are sure
   * @param inconclusive those that are not
   * @param ignored objects that were not compared
   */
  public Drift {
    differences = List.copyOf(differences);
    inconclusive = List.copyOf(inconclusive);
    ignored = List.copyOf(ignored);
  }

  /**
   * Drift of a database that is not there yet: nothing of its migrations is applied, and it has
   * nothing else.
   *
   * @param status all is pending
   * @return no difference
   */
  public static Drift none(Status status) {
    return new Drift(Optional.of(status), 0, 0, List.of(), List.of(), List.of());
  }

  static Drift of(
      Optional<Status> status,
      SchemaSnapshot expected,
      SchemaSnapshot actual,
      ComparisonOptions options,
      IgnoreList ignoring) {
    SchemaSnapshot before = expected.without(ignoring);
    SchemaSnapshot after = actual.without(ignoring);
    return new Drift(
        status,
        expected.major(),
        actual.major(),
        before.compare(after, options),
        before.inconclusive(after),
        Stream.of(expected, actual)
            .flatMap(side -> side.matching(ignoring).stream())
            .distinct()
            .sorted()
            .toList());
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
        inconclusive,
        ignored);
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
