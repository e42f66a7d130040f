package dev.nof1.schema.catalog;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One object of a schema.
 *
 * @param kind what it is
 * @param name its identity among those of its kind: qualified, quoted where it must be, functions
 *     with their argument types
 * @param attributes what is to be known of it, by name, in the order to show them; what is as usual
 *     has no attribute
 * @param parent name of the object that it is a part of, such as the table of an index; empty where
 *     it is none
 */
public record SchemaObject(
    ObjectKind kind, String name, Map<String, String> attributes, Optional<String> parent) {

  /**
   * As people read it: with an object all that is a part of it, kind by kind; objects in the order
   * of their names.
   */
  static final Comparator<SchemaObject> READING_ORDER =
      Comparator.comparing((SchemaObject o) -> o.parent().orElse(o.name()), CodePoints.ORDER)
          .thenComparing(o -> o.parent().isPresent())
          .thenComparing(SchemaObject::kind)
          .thenComparing(SchemaObject::name, CodePoints.ORDER);

  /** Name by name, in the order of their code points, whatever the collation; then by kind. */
  static final Comparator<SchemaObject> ORDER =
      Comparator.comparing(SchemaObject::name, CodePoints.ORDER).thenComparing(SchemaObject::kind);

  /**
   * Copies the attributes, keeping their order.
   *
   * @param kind what it is
   * @param name its identity
   * @param attributes what is to be known of it
   * @param parent name of the object that it is a part of
   */
  public SchemaObject {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }

  /**
   * An object that is no part of another.
   *
   * @param kind what it is
   * @param name its identity
   * @param attributes what is to be known of it
   */
  public SchemaObject(ObjectKind kind, String name, Map<String, String> attributes) {
    this(kind, name, attributes, Optional.empty());
  }

  SchemaObject within(Optional<String> whole) {
    return new SchemaObject(kind, name, attributes, whole);
  }
}
