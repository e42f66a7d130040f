package dev.nof1.schema.cli.imports.liquibase;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Attributes of a changeset in formatted SQL: {@code name:value} behind its id.
 *
 * @param text all of them
 */
record Attributes(String text) {

  /** Finds one; its value may be quoted. */
  Optional<String> get(String name) {
    Matcher matcher =
        Pattern.compile("(?i)(?:^|\\s)" + name + ":\\s*(\"[^\"]*\"|'[^']*'|\\S+)").matcher(text);
    return matcher.find()
        ? Optional.of(matcher.group(1).replaceAll("^[\"']|[\"']$", "").strip())
            .filter(value -> !value.isEmpty())
        : Optional.empty();
  }

  boolean is(String name, boolean otherwise) {
    return get(name).map(value -> value.equalsIgnoreCase("true")).orElse(otherwise);
  }

  /** Says under which condition Liquibase runs it at all; empty where it always does. */
  Optional<String> condition() {
    for (String name : new String[] {"context", "contextFilter", "labels"}) {
      Optional<String> value = get(name);
      if (value.isPresent()) {
        return Optional.of(name + ":" + value.get());
      }
    }
    return Optional.empty();
  }

  /** Checks whether it is for another database than PostgreSQL. */
  boolean isForAnother() {
    String dbms = get("dbms").orElse("all");
    boolean named = dbms.matches("(?i)(?:.*,\\s*)?(?:postgresql|all)(?:\\s*,.*)?");
    boolean excluded = dbms.matches("(?i).*!\\s*(?:postgresql|all).*");
    boolean excludesOthers = dbms.contains("!") && !excluded;
    return excluded || !(named || excludesOthers);
  }

  /**
   * Delimiter beside the semicolon, which Liquibase takes for a regular expression.
   *
   * @return empty where it is one that stands for more than itself
   */
  Optional<String> delimiter(String name) {
    String plain =
        get(name)
            .orElse(";")
            .replaceFirst("^(?:\\\\n|\\^)+", "")
            .replaceFirst("(?:\\\\s\\*|\\\\n|\\$)+$", "")
            .replaceAll("\\\\(?=[^\\w])", "");
    return plain.isEmpty() || plain.matches(".*[\\\\\\s|()\\[\\]*+?].*")
        ? Optional.empty()
        : Optional.of(plain);
  }
}
