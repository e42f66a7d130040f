package dev.nof1.schema.rows;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Values for a column of which conditions speak: those that stand in the conditions, those beside
 * them, and texts of forms that are often asked for.
 */
final class CandidateValues {
  private static final int MOST = 40;

  /** A text has at most so many characters that only its length matters. */
  private static final int LONGEST = 300;

  private static final List<String> FORMS =
      List.of(
          "a",
          "A",
          "ab",
          "AB",
          "abc",
          "ABC",
          "abcdef",
          "0",
          "123",
          "12345",
          "a@example.com",
          "https://example.com",
          "#a0b1c2",
          "2024-01-01",
          "+15550100",
          "a-b-c",
          "a_b");

  private final Trials trials;

  CandidateValues(Trials trials) {
    this.trials = trials;
  }

  /**
   * Lists values as expressions of the type that meet the conditions on this column alone.
   *
   * @param column the column
   * @param conditions those that name the column
   */
  List<String> of(FillColumn column, List<Condition> conditions) {
    String met =
        conditions.stream()
            .filter(c -> c.columns().equals(List.of(column.number())))
            .map(c -> " AND (" + c.sql() + ") IS NOT FALSE")
            .collect(Collectors.joining());
    Set<String> texts = new LinkedHashSet<>();
    Set<String> keys = new LinkedHashSet<>();
    for (Condition condition : conditions) {
      ConditionText text = ConditionText.of(condition.sql());
      for (String string : text.strings()) {
        texts.add(string);
        // A pattern, perhaps.
        texts.add(string.replace("%", "abc").replace('_', 'x'));
      }
      keys.addAll(text.strings());
      for (String number : text.numbers()) {
        addAround(number, texts);
      }
    }
    texts.add(object(keys));
    texts.addAll(FORMS);
    List<String> values = new ArrayList<>();
    for (String text : texts) {
      String value = SqlNames.literal(text) + "::" + column.storage();
      if (values.size() < MOST
          && trials.isTrue(
              "SELECT %1$s IS NOT NULL%2$s FROM (SELECT %3$s AS %1$s) made"
                  .formatted(column.quoted(), met, value))) {
        values.add(value);
      }
    }
    return values;
  }

  /** A JSON object in which each of the strings is a key. */
  private static String object(Set<String> keys) {
    return keys.stream()
        .map(key -> '"' + key.replace("\\", "\\\\").replace("\"", "\\\"") + "\": 1")
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static void addAround(String number, Set<String> texts) {
    texts.add(number);
    if (number.length() < 10 && number.indexOf('.') < 0) {
      int n = Integer.parseInt(number);
      texts.add(Integer.toString(n - 1));
      texts.add(Integer.toString(n + 1));
      if (n > 0 && n <= LONGEST) {
        // A length, perhaps.
        texts.add("x".repeat(n));
        texts.add("X".repeat(n));
        texts.add("1".repeat(n));
      }
    }
  }
}
