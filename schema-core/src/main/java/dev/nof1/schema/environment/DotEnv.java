package dev.nof1.schema.environment;

import dev.nof1.schema.error.ConfigurationException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a {@code .env} file: {@code KEY=value} lines that stand in for environment variables.
 *
 * <p>Written here because the parsers there are quote the line they stumble over, and that line is
 * where the password is. Errors made here name the file and the line, never what it says. Values
 * are not expanded: a password may contain {@code $}.
 */
final class DotEnv {

  private static final Pattern ENTRY =
      Pattern.compile("(?:export\\s+)?([A-Za-z_][A-Za-z0-9_.]*)[ \\t]*=(.*)");
  private static final Pattern COMMENT_AFTER_BLANK = Pattern.compile("[ \\t]#");

  private final Path file;
  private final KeysTwice twice;
  private int line;

  private DotEnv(Path file) {
    this.file = file;
    this.twice = new KeysTwice(file);
  }

  /**
   * Reads the file as UTF-8; the last of several entries with one key counts, as in a shell.
   *
   * @return the entries, none if there is no such file
   * @throws ConfigurationException naming file and line if a line is no entry, or if the file
   *     cannot be read
   */
  static Map<String, String> read(Path file) {
    return read(file, warning -> {});
  }

  /** Reads the file, and warns of keys that it has more than once. */
  static Map<String, String> read(Path file, Consumer<String> warnings) {
    try {
      DotEnv reader = new DotEnv(file);
      Map<String, String> entries = reader.parse(Files.readString(file, StandardCharsets.UTF_8));
      reader.twice.warnings().forEach(warnings);
      return entries;
    } catch (NoSuchFileException e) {
      if (Files.isSymbolicLink(file)) {
        throw new ConfigurationException(
            file + " is a link that leads to no file. Fix it or remove it.", e);
      }
      return Map.of();
    } catch (CharacterCodingException e) {
      throw new ConfigurationException(file + " is not UTF-8. Save it as UTF-8.");
    } catch (IOException e) {
      throw new ConfigurationException(
          "%s cannot be read (%s).".formatted(file, e.getClass().getSimpleName()), e);
    }
  }

  private Map<String, String> parse(String text) {
    String withoutMark = text.startsWith("\uFEFF") ? text.substring(1) : text;
    Map<String, String> entries = new LinkedHashMap<>();
    List<String> lines = withoutMark.lines().toList();
    for (String raw : lines) {
      line++;
      String entry = raw.strip();
      if (entry.isEmpty() || entry.startsWith("#")) {
        continue;
      }
      Matcher matcher = ENTRY.matcher(entry);
      if (!matcher.matches()) {
        throw refuse("is not of the form KEY=value");
      }
      entries.put(matcher.group(1), value(matcher.group(2)));
      twice.add(matcher.group(1), line);
    }
    return entries;
  }

  private String value(String text) {
    String stripped = text.strip();
    if (stripped.startsWith("'")) {
      int end = stripped.indexOf('\'', 1);
      if (end < 0) {
        throw refuse("opens a single quote and does not close it");
      }
      expectNothingAfter(stripped, end);
      return stripped.substring(1, end);
    }
    return stripped.startsWith("\"") ? doubleQuoted(stripped) : unquoted(text);
  }

  private static String unquoted(String text) {
    Matcher comment = COMMENT_AFTER_BLANK.matcher(text);
    return (comment.find() ? text.substring(0, comment.start()) : text).strip();
  }

  private String doubleQuoted(String text) {
    StringBuilder value = new StringBuilder();
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        expectNothingAfter(text, i);
        return value.toString();
      }
      if (c == '\\' && i + 1 < text.length()) {
        i++;
        value.append(escaped(text.charAt(i)));
      } else {
        value.append(c);
      }
    }
    throw refuse("opens a double quote and does not close it");
  }

  private char escaped(char c) {
    return switch (c) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case '"', '\\', '$' -> c;
      default ->
          throw refuse(
              "has a backslash in double quotes that is not \\n, \\r, \\t, \\\", \\\\ or \\$;"
                  + " write \\\\ for a backslash, or use single quotes");
    };
  }

  private void expectNothingAfter(String text, int closingQuote) {
    String rest = text.substring(closingQuote + 1);
    if (!rest.isBlank() && !rest.strip().startsWith("#")) {
      throw refuse("goes on after the closing quote");
    }
  }

  private ConfigurationException refuse(String what) {
    return new ConfigurationException(
        "%s:%d: the line %s (not shown, it may hold a secret).".formatted(file, line, what));
  }
}
