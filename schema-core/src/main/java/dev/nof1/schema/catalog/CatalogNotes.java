package dev.nof1.schema.catalog;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What catalogs of their own say about objects of every kind, by the objects' addresses. */
final class CatalogNotes {
  private final Map<String, Map<String, String>> attributes = new HashMap<>();
  private final Map<String, String[]> initialPrivileges = new HashMap<>();

  void add(String address, String attribute, String value) {
    attributes.computeIfAbsent(address, first -> new LinkedHashMap<>()).put(attribute, value);
  }

  void addInitialPrivileges(String address, String[] items) {
    initialPrivileges.put(address, items);
  }

  /** In the order in which they were added. */
  Map<String, String> attributes(String address) {
    return attributes.getOrDefault(address, Map.of());
  }

  /** What a member's extension has granted on it; null where that is as for any other object. */
  String @Nullable [] initialPrivileges(String address) {
    return initialPrivileges.get(address);
  }
}
