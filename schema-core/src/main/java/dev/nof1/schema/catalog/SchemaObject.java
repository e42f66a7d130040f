package dev.nof1.schema.catalog;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One object of a schema.
 *
 * @param kind what it is
 * @param name its identity among those of its kind: qualified, quoted where it must be, functions
 *     with their argument types
 * @param attributes what is to be known of it, by name, in the order to show them; what is as usual
 *     has no attribute
 */
public record SchemaObject(ObjectKind kind, String name, Map<String, String> attributes) {

  /** Name by name, in the order of their code points, whatever the collation; then by kind. */
  static final Comparator<SchemaObject> ORDER =
      Comparator.comparing(SchemaObject::name, CodePoints.ORDER).thenComparing(SchemaObject::kind);

  /**
   * Copies the attributes, keeping their order.
   *
   * @param kind what it is
   * @param name its identity
   * @param attributes what is to be known of it
   */
  public SchemaObject {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }
}
