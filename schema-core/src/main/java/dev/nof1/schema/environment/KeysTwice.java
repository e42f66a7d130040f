package dev.nof1.schema.environment;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Notices keys that a file has more than once. The last one counts, there as in a shell; a line
 * that somebody forgot may so point a command at another database. Says no value.
 */
final class KeysTwice {
  private final Path file;
  private final Map<String, List<Integer>> lines = new TreeMap<>();

  KeysTwice(Path file) {
    this.file = file;
  }

  /** A key stands in this line, from 1. */
  void add(String key, int line) {
    lines.computeIfAbsent(key, k -> new ArrayList<>()).add(line);
  }

  /** Reads a properties file, which Java has read without an objection. */
  void addProperties(String text) throws IOException {
    List<String> all = text.lines().toList();
    for (int next = 0; next < all.size(); ) {
      int first = next;
      StringBuilder entry = new StringBuilder(all.get(next++)).append('\n');
      while (next < all.size() && isContinued(all.get(next - 1), next - 1 == first)) {
        entry.append(all.get(next++)).append('\n');
      }
      Properties one = new Properties();
      one.load(new StringReader(entry.toString()));
      one.stringPropertyNames().forEach(key -> add(key, first + 1));
    }
  }

  /** A comment is not continued, but what continues an entry may look like one. */
  private static boolean isContinued(String line, boolean isFirst) {
    String begin = line.stripLeading();
    if (isFirst && (begin.startsWith("#") || begin.startsWith("!"))) {
      return false;
    }
    int backslashes = 0;
    while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
      backslashes++;
    }
    return backslashes % 2 == 1;
  }

  /** A sentence or two for each. */
  List<String> warnings() {
    return lines.entrySet().stream()
        .filter(key -> key.getValue().size() > 1)
        .map(
            key ->
                "%s: the key %s is there more than once, in lines %s; only the last one counts. Remove the others."
                    .formatted(file, key.getKey(), words(key.getValue())))
        .toList();
  }

  private static String words(List<Integer> numbers) {
    int last = numbers.size() - 1;
    return numbers.subList(0, last).stream().map(String::valueOf).collect(Collectors.joining(", "))
        + " and "
        + numbers.get(last);
  }
}
