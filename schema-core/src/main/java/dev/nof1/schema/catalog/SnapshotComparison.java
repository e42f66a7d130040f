package dev.nof1.schema.catalog;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Walks along two sorted lists. */
final class SnapshotComparison {
  /** The first version that names NOT NULL constraints. */
  private static final int NAMED_NOT_NULL = 18;

  private final ComparisonOptions options;
  private final boolean notNullNamed;
  private final boolean sameMajor;
  private final List<Difference> differences = new ArrayList<>();
  private final List<Difference> inconclusive = new ArrayList<>();

  SnapshotComparison(SchemaSnapshot before, SchemaSnapshot after, ComparisonOptions options) {
    this.options = options;
    notNullNamed = before.major() >= NAMED_NOT_NULL && after.major() >= NAMED_NOT_NULL;
    sameMajor = before.major() == after.major();
    walk(before.objects(), after.objects());
    walk(before.named(), after.named());
  }

  List<Difference> differences() {
    return List.copyOf(differences);
  }

  /**
   * The differences that decide nothing, because two major versions write the same definition
   * differently.
   */
  List<Difference> inconclusive() {
    return List.copyOf(inconclusive);
  }

  private void walk(List<SchemaObject> before, List<SchemaObject> after) {
    int i = 0;
    int j = 0;
    while (i < before.size() || j < after.size()) {
      int order =
          i == before.size()
              ? 1
              : j == after.size() ? -1 : SchemaObject.ORDER.compare(before.get(i), after.get(j));
      if (order < 0) {
        SchemaObject gone = before.get(i++);
        differences.add(Difference.removed(gone.kind(), gone.name()));
      } else if (order > 0) {
        SchemaObject come = after.get(j++);
        differences.add(Difference.added(come.kind(), come.name()));
      } else {
        compare(before.get(i++), after.get(j++));
      }
    }
  }

  private void compare(SchemaObject before, SchemaObject after) {
    Set<String> names = new LinkedHashSet<>(before.attributes().keySet());
    names.addAll(after.attributes().keySet());
    for (String name : names) {
      @Nullable String was = before.attributes().get(name);
      @Nullable String is = after.attributes().get(name);
      boolean unread = name.equals(Attributes.CONNECTION) && (isUnknown(was) || isUnknown(is));
      if (unread || (!Objects.equals(was, is) && compares(name))) {
        (unread || (!sameMajor && isWrittenByServer(before.kind(), name))
                ? inconclusive
                : differences)
            .add(
                new Difference(
                    Difference.Change.CHANGED,
                    before.kind(),
                    before.name(),
                    Optional.of(name),
                    Optional.ofNullable(was),
                    Optional.ofNullable(is)));
      }
    }
  }

  /** Checks for a value that is neither equal to nor different from another. */
  private static boolean isUnknown(@Nullable String value) {
    return Attributes.UNREAD.equals(value) || Attributes.HIDDEN.equals(value);
  }

  /**
   * Queries that the server keeps as trees and writes out as text, each major in its own way: from
   * 16 on without the tables' names before columns where there is one table.
   */
  private static boolean isWrittenByServer(ObjectKind kind, String attribute) {
    return switch (kind) {
      case VIEW, MATERIALIZED_VIEW, RULE -> attribute.equals("definition");
      case FUNCTION, PROCEDURE -> attribute.equals("standard sql body");
      default -> false;
    };
  }

  private boolean compares(String attribute) {
    boolean name =
        attribute.equals(Attributes.NOT_NULL_NAME)
            || attribute.equals(Attributes.GENERATED_NOT_NULL_NAME);
    return options.compares(attribute) && (notNullNamed || !name);
  }
}
