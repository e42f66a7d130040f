package dev.nof1.schema.catalog;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Notes on objects of every kind (comments, dependencies, initial privileges) from catalogs that
 * keep them apart from the objects, by the objects' addresses.
 */
final class CatalogNotes {
  private final Map<String, Map<String, String>> attributes = new HashMap<>();
  private final Map<String, String[]> initialPrivileges = new HashMap<>();

  void add(String address, String attribute, String value) {
    attributes.computeIfAbsent(address, first -> new LinkedHashMap<>()).put(attribute, value);
  }

  void addInitialPrivileges(String address, String[] items) {
    initialPrivileges.put(address, items);
  }

  /** The attributes of an object, in the order in which they were added. */
  Map<String, String> attributes(String address) {
    return attributes.getOrDefault(address, Map.of());
  }

  /**
   * The privileges that an extension granted on its member; null where the object has PostgreSQL's
   * defaults.
   */
  String @Nullable [] initialPrivileges(String address) {
    return initialPrivileges.get(address);
  }
}
