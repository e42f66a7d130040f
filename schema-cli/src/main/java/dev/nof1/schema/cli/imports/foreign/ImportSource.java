package dev.nof1.schema.cli.imports.foreign;

import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.error.FileTrouble;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Source of an import: the other tool's files.
 *
 * @param path a folder, or one file
 * @param charset of the files, where they have no byte order mark; empty where it is the tool's own
 *     default
 * @param config the tool's configuration file
 * @param undo a file with the SQL that undoes, where the tool writes it apart
 * @param historyTable the tool's history table as in SQL; empty where it is the tool's default
 */
public record ImportSource(
    Path path,
    Optional<Charset> charset,
    Optional<Path> config,
    Optional<Path> undo,
    Optional<String> historyTable) {

  /** Encoding of the files. */
  public Charset encoding() {
    return charset.orElse(StandardCharsets.UTF_8);
  }

  /** Lists all files of the folder and those in it, by name; hidden ones are passed over. */
  public List<Path> files() {
    if (!Files.isDirectory(path)) {
      throw new ConfigurationException(
          "%s is not a folder. Nothing was created. Name the folder of the migrations."
              .formatted(path));
    }
    try (Stream<Path> all = Files.walk(path)) {
      return all.filter(file -> Files.isRegularFile(file) || leadsNowhere(file))
          .filter(file -> !name(file).startsWith(".") && !name(file).contains("/."))
          .sorted(Comparator.comparing(this::name))
          .toList();
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /** A link that leads nowhere may have been a script; who reads it is told that it cannot be. */
  private static boolean leadsNowhere(Path file) {
    return Files.isSymbolicLink(file) && !Files.exists(file);
  }

  /** Name of a file, from the source's folder on and with slashes. */
  public String name(Path file) {
    String name = path.relativize(file).toString().replace('\\', '/');
    return name.isEmpty() ? String.valueOf(file.getFileName()) : name;
  }

  /** Reads a file. */
  public String text(Path file) {
    return text(file, encoding());
  }

  /**
   * Reads a file in an encoding of its own, without its byte order mark; that goes before the
   * encoding.
   */
  public String text(Path file, Charset encoding) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      Charset marked = marked(bytes, encoding);
      String text = marked.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (text.indexOf('\0') >= 0) {
        throw new ConfigurationException(
            "%s has a character with the code 0, which no server accepts; perhaps it is UTF-16. Nothing was created. Name its encoding with --encoding, or remove the character."
                .formatted(file));
      }
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new ConfigurationException(
          "%s is not %s text. Nothing was created. Name its encoding with --encoding."
              .formatted(file, encoding),
          e);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static Charset marked(byte[] bytes, Charset encoding) {
    if (starts(bytes, 0xEF, 0xBB, 0xBF)) {
      return StandardCharsets.UTF_8;
    }
    return starts(bytes, 0xFE, 0xFF) || starts(bytes, 0xFF, 0xFE)
        ? StandardCharsets.UTF_16
        : encoding;
  }

  private static boolean starts(byte[] bytes, int... mark) {
    for (int i = 0; i < mark.length; i++) {
      if (i >= bytes.length || (bytes[i] & 0xFF) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  private static ConfigurationException unreadable(Path file, IOException e) {
    return new ConfigurationException(
        "%s cannot be read: %s. Nothing was created.".formatted(file, FileTrouble.reason(e)), e);
  }
}
