package dev.nof1.schema.catalog;

import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.error.Spelling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * List of objects that a comparison passes over, as patterns by kind and name: {@code table
 * public.flyway_schema_history, * audit.*}. With an object its parts are passed over: with a table
 * its columns, constraints, indexes, triggers, policies, rules, statistics and sequences.
 * Immutable.
 */
public final class IgnoreList {
  /** The list that passes over nothing. */
  public static final IgnoreList NONE = new IgnoreList(List.of());

  private static final String ANY = "*";

  /**
   * Kinds that have parts. PostgreSQL gives a name to one object of them all, while a collation or
   * an operator class may be called like a table.
   */
  private static final Set<ObjectKind> WITH_PARTS =
      EnumSet.of(
          ObjectKind.TABLE,
          ObjectKind.FOREIGN_TABLE,
          ObjectKind.VIEW,
          ObjectKind.MATERIALIZED_VIEW,
          ObjectKind.COMPOSITE_TYPE,
          ObjectKind.DOMAIN);

  private final List<Entry> entries;

  private IgnoreList(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  private record Entry(@Nullable ObjectKind kind, Pattern name) {
    boolean matches(SchemaObject object) {
      return (kind == null || kind == object.kind()) && name.matcher(object.name()).matches();
    }
  }

  /**
   * Reads a list.
   *
   * @param text patterns with commas between them; each is a kind as a snapshot writes it, or
   *     {@code *} for every kind, and a name as a snapshot writes it, in which {@code *} stands for
   *     any characters
   * @return the list
   * @throws ConfigurationException naming the pattern that is none
   */
  public static IgnoreList parse(String text) {
    return new IgnoreList(split(text).stream().map(IgnoreList::entry).toList());
  }

  /** Commas in quoted names and between the arguments of functions separate no patterns. */
  private static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    boolean quoted = false;
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      quoted ^= c == '"';
      depth += quoted ? 0 : c == '(' ? 1 : c == ')' ? -1 : 0;
      if (c == ',' && !quoted && depth <= 0) {
        parts.add(part.toString().strip());
        part.setLength(0);
      } else {
        part.append(c);
      }
    }
    parts.add(part.toString().strip());
    parts.removeIf(String::isEmpty);
    return parts;
  }

  private static Entry entry(String pattern) {
    if (pattern.startsWith(ANY + " ")) {
      return new Entry(null, name(pattern.substring(2)));
    }
    return kind(pattern)
        .map(kind -> new Entry(kind, name(pattern.substring(kind.label().length() + 1))))
        .orElseThrow(() -> noKind(pattern));
  }

  /** Finds the kind; of several that the pattern begins with, the longest. */
  private static Optional<ObjectKind> kind(String pattern) {
    return Arrays.stream(ObjectKind.values())
        .filter(kind -> pattern.startsWith(kind.label() + " "))
        .max(Comparator.comparing(kind -> kind.label().length()));
  }

  private static Pattern name(String name) {
    return Pattern.compile(
        Arrays.stream(name.strip().split("\\*", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*")),
        Pattern.DOTALL);
  }

  private static ConfigurationException noKind(String pattern) {
    String first = pattern.replaceFirst(" .*", "");
    String meant =
        Arrays.stream(ObjectKind.values())
            .map(ObjectKind::label)
            .filter(label -> Spelling.distance(first, label) <= 2)
            .min(Comparator.comparingInt(label -> Spelling.distance(first, label)))
            .map(" Did you mean '%s'?"::formatted)
            .orElse("");
    return new ConfigurationException(
        "'%s' is no kind and name of objects.%s Write both as 'snapshot' does, with * for any characters, such as 'table public.flyway_schema_history' or '* audit.*'."
            .formatted(pattern, meant));
  }

  /**
   * Lists the objects to pass over that are no parts of others.
   *
   * @return kind and name of each
   */
  List<String> named(List<SchemaObject> objects) {
    return matching(objects).stream().map(o -> o.kind().label() + " " + o.name()).toList();
  }

  /** Keeps the other objects. */
  List<SchemaObject> without(List<SchemaObject> objects) {
    List<SchemaObject> ignored = matching(objects);
    if (ignored.isEmpty()) {
      return objects;
    }
    Set<String> wholes =
        ignored.stream()
            .filter(o -> WITH_PARTS.contains(o.kind()))
            .map(SchemaObject::name)
            .collect(Collectors.toSet());
    Set<SchemaObject> gone = new HashSet<>(ignored);
    return objects.stream()
        .filter(o -> !gone.contains(o) && o.parent().filter(wholes::contains).isEmpty())
        .toList();
  }

  private List<SchemaObject> matching(List<SchemaObject> objects) {
    return objects.stream()
        .filter(object -> entries.stream().anyMatch(entry -> entry.matches(object)))
        .toList();
  }
}
