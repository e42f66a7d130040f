package dev.nof1.schema.rows;

import java.util.Optional;

/**
 * Column that is to be filled.
 *
 * @param number its place, as constraints name it
 * @param name its name
 * @param type oid of its type
 * @param typmod modifier of its type, -1 for none
 * @param storage the type as in SQL, that beneath it for a domain
 * @param notNull whether it refuses null
 * @param counted whether a sequence gives its values, so that it is left out of an INSERT
 * @param generated expression that the server computes it by
 */
record FillColumn(
    int number,
    String name,
    long type,
    int typmod,
    String storage,
    boolean notNull,
    boolean counted,
    Optional<String> generated) {

  boolean isGiven() {
    return !counted && generated.isEmpty();
  }

  String quoted() {
    return SqlNames.quoted(name);
  }
}
