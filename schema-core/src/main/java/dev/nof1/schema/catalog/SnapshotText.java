package dev.nof1.schema.catalog;

import java.util.List;
import java.util.Map;

/** A snapshot as text: a paragraph an object, a line an attribute. */
final class SnapshotText {
  private SnapshotText() {}

  static String of(
      List<SchemaObject> objects, List<Uncovered> uncovered, ComparisonOptions options) {
    StringBuilder text = new StringBuilder();
    for (SchemaObject object : objects.stream().sorted(SchemaObject.READING_ORDER).toList()) {
      paragraph(text, object.kind().label() + " " + object.name());
      object
          .attributes()
          .forEach(
              (name, value) -> {
                if (options.compares(name)) {
                  attribute(text, Map.entry(name, value));
                }
              });
    }
    for (Uncovered kind : uncovered) {
      paragraph(text, "not covered: " + kind.kind() + " (" + kind.count() + ")");
      kind.names().forEach(name -> text.append("  ").append(escaped(name)).append('\n'));
    }
    return text.toString();
  }

  private static void paragraph(StringBuilder text, String head) {
    if (!text.isEmpty()) {
      text.append('\n');
    }
    text.append(escaped(head)).append('\n');
  }

  private static void attribute(StringBuilder text, Map.Entry<String, String> attribute) {
    text.append("  ").append(escaped(attribute.getKey())).append(':');
    String value = escaped(attribute.getValue());
    if (value.indexOf('\n') < 0) {
      text.append(value.isEmpty() ? "" : " ").append(value).append('\n');
      return;
    }
    text.append('\n');
    // The bar keeps a blank line of a function from ending the paragraph.
    for (String line : value.split("\n", -1)) {
      text.append(line.isEmpty() ? "  |" : "  | ").append(line).append('\n');
    }
  }

  /** Control characters but the line feed would not survive editors and version control. */
  static String escaped(String value) {
    StringBuilder text = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\r') {
        text.append("\\r");
      } else if (Character.isISOControl(c) && c != '\n' && c != '\t') {
        text.append("\\u%04x".formatted((int) c));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }
}
