package dev.nof1.schema.rows;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Order of tables in which each finds the rows that it has to refer to, as far as there is one. */
final class FillOrder {
  private FillOrder() {}

  static List<FillTable> of(List<FillTable> tables) {
    List<FillTable> left = new ArrayList<>(tables);
    List<FillTable> order = new ArrayList<>();
    while (!left.isEmpty()) {
      FillTable next = first(left, false).or(() -> first(left, true)).orElseGet(() -> left.get(0));
      left.remove(next);
      order.add(next);
    }
    return order;
  }

  /** Returns a table that refers to none that is left; in a circle to none of them necessarily. */
  private static Optional<FillTable> first(List<FillTable> left, boolean inCircle) {
    return left.stream()
        .filter(
            table ->
                table.foreignKeys().stream()
                    .filter(key -> !inCircle || !key.isOptional(table))
                    .noneMatch(key -> refersToAnother(key, table, left)))
        .findFirst();
  }

  private static boolean refersToAnother(ForeignKey key, FillTable table, List<FillTable> left) {
    return left.stream().anyMatch(other -> other.oid() != table.oid() && key.refersTo(other));
  }
}
