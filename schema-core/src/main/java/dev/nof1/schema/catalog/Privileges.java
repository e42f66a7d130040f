package dev.nof1.schema.catalog;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Privileges as attributes, one a role: what it has, where that is not what the object was created
 * with. A grant that was taken back leaves nothing, though the catalogs distinguish it from one
 * that never was.
 *
 * @see <a href="https://www.postgresql.org/docs/current/ddl-priv.html">PostgreSQL: Privileges</a>
 */
final class Privileges {
  /** Words of the privileges, in the order to show them. */
  private static final Map<Character, String> WORDS = words();

  private final @Nullable String owner;
  private final boolean named;
  private final String complete;

  /**
   * Privileges on the objects of an owner.
   *
   * @param owner of the object
   * @param named whether the owner is called by its name
   * @param builtIn the items of such an object that nobody granted anything on; the owner's are all
   *     that there can be
   */
  Privileges(@Nullable String owner, boolean named, List<AclItem> builtIn) {
    this.owner = owner;
    this.named = named;
    this.complete =
        builtIn.stream()
            .filter(item -> item.role().equals(owner))
            .map(AclItem::letters)
            .findFirst()
            .orElse("");
  }

  /**
   * Attributes for what differs from the default.
   *
   * @param granted the catalog's items, at least one
   * @param byDefault the items that the object was created with
   */
  Map<String, String> attributes(List<AclItem> granted, List<AclItem> byDefault) {
    Map<String, String> before = byRole(byDefault);
    Map<String, String> now = byRole(granted);
    Map<String, String> attributes = new TreeMap<>(CodePoints.ORDER);
    now.forEach(
        (role, words) -> {
          if (!words.equals(before.get(role))) {
            attributes.put(Attributes.GRANTED_TO + role, words);
          }
        });
    before.forEach(
        (role, words) -> {
          if (!now.containsKey(role)) {
            attributes.put(Attributes.GRANTED_TO + role, "nothing");
          }
        });
    return attributes;
  }

  private Map<String, String> byRole(List<AclItem> items) {
    Map<String, String> roles = new TreeMap<>(CodePoints.ORDER);
    for (AclItem item : items) {
      String role = item.role().isEmpty() ? "PUBLIC" : called(item.role());
      // Whoever has the owner's rights grants as the owner.
      boolean passedOn = !item.grantor().equals(owner);
      roles.put(passedOn ? role + " by " + called(item.grantor()) : role, inWords(item.letters()));
    }
    return roles;
  }

  private String called(String role) {
    return role.equals(owner) && !named ? "the owner" : CatalogRows.quoted(role);
  }

  /**
   * Words of the letters; all privileges together are the one word ALL, because their list differs
   * between major versions.
   */
  private String inWords(String letters) {
    if (letters.equals(complete)) {
      return "ALL";
    }
    List<String> words = new ArrayList<>();
    WORDS.forEach(
        (letter, word) -> {
          int at = letters.indexOf(letter);
          if (at >= 0) {
            boolean grantable = at + 1 < letters.length() && letters.charAt(at + 1) == '*';
            words.add(grantable ? word + " WITH GRANT OPTION" : word);
          }
        });
    String unknown = letters.replace("*", "");
    for (char letter : WORDS.keySet()) {
      unknown = unknown.replace(String.valueOf(letter), "");
    }
    if (!unknown.isEmpty()) {
      words.add("'" + unknown + "'");
    }
    return String.join(", ", words);
  }

  private static Map<Character, String> words() {
    Map<Character, String> words = new LinkedHashMap<>();
    words.put('r', "SELECT");
    words.put('a', "INSERT");
    words.put('w', "UPDATE");
    words.put('d', "DELETE");
    words.put('D', "TRUNCATE");
    words.put('x', "REFERENCES");
    words.put('t', "TRIGGER");
    words.put('m', "MAINTAIN");
    words.put('X', "EXECUTE");
    words.put('U', "USAGE");
    words.put('C', "CREATE");
    words.put('T', "TEMPORARY");
    words.put('c', "CONNECT");
    words.put('s', "SET");
    words.put('A', "ALTER SYSTEM");
    return Collections.unmodifiableMap(words);
  }
}
