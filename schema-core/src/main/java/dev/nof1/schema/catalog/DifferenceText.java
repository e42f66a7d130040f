package dev.nof1.schema.catalog;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Differences for people. */
final class DifferenceText {
  private DifferenceText() {}

  static String of(List<Difference> differences) {
    StringBuilder text = new StringBuilder();
    differences.forEach(difference -> append(text, difference));
    return text.toString();
  }

  private static void append(StringBuilder text, Difference difference) {
    text.append(difference.change().name().toLowerCase(Locale.ROOT));
    if (difference.kind() != ObjectKind.NOT_COVERED) {
      text.append(' ').append(difference.kind().label());
    }
    text.append(' ').append(difference.name());
    difference.attribute().ifPresent(attribute -> text.append(": ").append(attribute));
    if (difference.attribute().isEmpty()) {
      text.append('\n');
      return;
    }
    if (isLong(difference.before()) || isLong(difference.after())) {
      text.append('\n');
      lines(text, '-', difference.before());
      lines(text, '+', difference.after());
    } else {
      text.append(": ")
          .append(shown(difference.before()))
          .append(" -> ")
          .append(shown(difference.after()))
          .append('\n');
    }
  }

  private static boolean isLong(Optional<String> value) {
    return value.filter(text -> text.indexOf('\n') >= 0 || text.length() > 60).isPresent();
  }

  private static String shown(Optional<String> value) {
    return value.map(SnapshotText::escaped).orElse("absent");
  }

  private static void lines(StringBuilder text, char sign, Optional<String> value) {
    shown(value)
        .lines()
        .forEach(line -> text.append("  ").append(sign).append(' ').append(line).append('\n'));
  }
}
