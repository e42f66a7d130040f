package dev.nof1.schema.cli.imports.flyway;

import dev.nof1.schema.cli.imports.foreign.ImportSource;
import dev.nof1.schema.error.ConfigurationException;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Configuration of Flyway: keys of a {@code flyway.conf}, with {@code spring.} before them or not,
 * and of the {@code .conf} file beside one script.
 *
 * @param values without {@code flyway.}, and with small letters only, as relaxed names differ
 */
record FlywayConfig(Map<String, String> values) {
  private static final String PLACEHOLDER = "placeholders.";

  /** Reads the file that the user names; where there is none, all is as Flyway has it. */
  static FlywayConfig of(ImportSource source) {
    return source
        .config()
        .map(
            file -> {
              if (file.toString().endsWith(".toml") || file.toString().matches(".*\\.ya?ml")) {
                throw new ConfigurationException(
                    "%s is no properties file, and nothing else is read. Nothing was created. Write the keys that matter (placeholders, prefixes, encoding, table) as flyway.KEY=VALUE lines in a file, and name that with --config."
                        .formatted(file));
              }
              return read(source.text(file, StandardCharsets.UTF_8));
            })
        .orElseGet(() -> new FlywayConfig(Map.of()));
  }

  /** Reads the configuration beside one script; empty where there is none. */
  static FlywayConfig beside(Path script, ImportSource source) {
    Path file = script.resolveSibling(script.getFileName() + ".conf");
    return Files.isRegularFile(file)
        ? read(source.text(file, StandardCharsets.UTF_8))
        : new FlywayConfig(Map.of());
  }

  private static FlywayConfig read(String text) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> values = new TreeMap<>();
    for (String key : properties.stringPropertyNames()) {
      String plain = key.replaceFirst("^spring\\.", "").replaceFirst("^flyway\\.", "");
      boolean placeholder = plain.startsWith(PLACEHOLDER);
      values.put(
          placeholder ? plain : plain.replace("-", "").toLowerCase(Locale.ROOT),
          properties.getProperty(key).strip());
    }
    return new FlywayConfig(values);
  }

  private String value(String key, String otherwise) {
    return values.getOrDefault(key, otherwise);
  }

  String prefix(FlywayName.Kind kind) {
    return switch (kind) {
      case VERSIONED -> value("sqlmigrationprefix", "V");
      case UNDO -> value("undosqlmigrationprefix", "U");
      case BASELINE -> value("baselinemigrationprefix", "B");
      case REPEATABLE -> value("repeatablesqlmigrationprefix", "R");
      case CALLBACK, NONE -> "";
    };
  }

  String separator() {
    return value("sqlmigrationseparator", "__");
  }

  List<String> suffixes() {
    return List.of(value("sqlmigrationsuffixes", ".sql").split("\\s*,\\s*"));
  }

  String placeholderPrefix() {
    return value("placeholderprefix", "${");
  }

  String placeholderSuffix() {
    return value("placeholdersuffix", "}");
  }

  boolean replacesPlaceholders(FlywayConfig script) {
    return Boolean.parseBoolean(
        script.value("placeholderreplacement", value("placeholderreplacement", "true")));
  }

  boolean inTransaction(FlywayConfig script) {
    return Boolean.parseBoolean(
        script.value("executeintransaction", value("executeintransaction", "true")));
  }

  /** Condition of a script; empty where Flyway runs it always. */
  Optional<String> condition() {
    return Optional.ofNullable(values.get("shouldexecute"))
        .filter(condition -> !condition.equalsIgnoreCase("true"));
  }

  /** Encoding of a script: its own, the one that the user names, that of Flyway. */
  Charset encoding(FlywayConfig script, ImportSource source) {
    String own = script.value("encoding", "");
    if (own.isEmpty() && source.charset().isPresent()) {
      return source.charset().get();
    }
    String name = own.isEmpty() ? value("encoding", "UTF-8") : own;
    try {
      return Charset.forName(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new ConfigurationException(
          "Flyway's configuration names the encoding %s, which is not known here. Nothing was created. Name one with --encoding."
              .formatted(name),
          e);
    }
  }

  String table() {
    String table = value("table", "flyway_schema_history");
    String quoted = '"' + table.replace("\"", "\"\"") + '"';
    return schema()
        .map(schema -> '"' + schema.replace("\"", "\"\"") + "\"." + quoted)
        .orElse(quoted);
  }

  /** Schema in which Flyway works, where it is not the connection's own. */
  Optional<String> schema() {
    String first = value("defaultschema", value("schemas", "")).split(",")[0].strip();
    return first.isEmpty() ? Optional.empty() : Optional.of(first);
  }

  Optional<String> placeholder(String name) {
    return Optional.ofNullable(values.get(PLACEHOLDER + name));
  }
}
