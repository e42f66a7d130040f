package dev.nof1.schema.environment;

import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.error.FileTrouble;
import dev.nof1.schema.error.Spelling;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the properties file of an environment, or says which environments there are. */
final class EnvironmentFile {

  private static final String EXTENSION = ".properties";

  private EnvironmentFile() {}

  static Path in(Path folder, String name) {
    return folder.resolve(name + EXTENSION);
  }

  /**
   * Reads the file's keys and values, sorted by key.
   *
   * @param warnings receives a line for each key that the file has more than once
   * @throws ConfigurationException if it is missing, listing the environments that exist; or if it
   *     is no properties file in this encoding
   */
  static Map<String, String> read(
      Path folder, String name, Charset encoding, Consumer<String> warnings) {
    Path file = in(folder, name);
    Properties properties = new Properties();
    try {
      String text = withoutMark(Files.readString(file, encoding));
      properties.load(new StringReader(text));
      KeysTwice twice = new KeysTwice(file);
      twice.addProperties(text);
      twice.warnings().forEach(warnings);
    } catch (NoSuchFileException e) {
      throw missing(folder, name);
    } catch (CharacterCodingException e) {
      throw new ConfigurationException("%s is not %s.".formatted(file, encoding));
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          file + " contains a \\u that is not followed by four hexadecimal digits.");
    } catch (IOException e) {
      throw new ConfigurationException(
          "%s cannot be read (%s).".formatted(file, FileTrouble.reason(e)), e);
    }
    Map<String, String> sorted = new TreeMap<>();
    properties.forEach((key, value) -> sorted.put((String) key, (String) value));
    return sorted;
  }

  /** An editor's byte order mark is no part of the first key, read as Latin-1 neither. */
  private static String withoutMark(String text) {
    String unmarked = text.startsWith("\uFEFF") ? text.substring(1) : text;
    return unmarked.startsWith("\u00EF\u00BB\u00BF") ? unmarked.substring(3) : unmarked;
  }

  private static ConfigurationException missing(Path folder, String name) {
    List<String> there = namesIn(folder);
    String failure = "There is no environment \"%s\": ".formatted(name);
    if (there.isEmpty()) {
      return new ConfigurationException(
          failure + "%s does not exist, nor any other environment.".formatted(in(folder, name)));
    }
    String suggestion =
        there.stream()
            .filter(candidate -> isNear(name, candidate))
            .min(Comparator.comparingInt(candidate -> Spelling.distance(name, candidate)))
            .map("Did you mean \"%s\"? "::formatted)
            .orElse("");
    return new ConfigurationException(
        failure
            + "%s does not exist. %sThere are: %s."
                .formatted(in(folder, name), suggestion, String.join(", ", there)));
  }

  private static List<String> namesIn(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(EXTENSION) && !file.startsWith("."))
          .map(file -> file.substring(0, file.length() - EXTENSION.length()))
          .sorted()
          .collect(Collectors.toList());
    } catch (IOException e) {
      return List.of();
    }
  }

  private static boolean isNear(String typed, String candidate) {
    return candidate.startsWith(typed) || Spelling.distance(typed, candidate) <= 2;
  }
}
