package dev.nof1.schema.cli.author;

import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.error.FileTrouble;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The text of a script that is being made, in the environment's {@code script_char_set}. */
final class ScriptText {
  private ScriptText() {}

  /**
   * Encodes a script as it will be read.
   *
   * @throws ConfigurationException if the encoding lacks one of its characters
   */
  static byte[] encoded(String text, Charset charset) {
    try {
      ByteBuffer encoded = charset.newEncoder().encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      throw new ConfigurationException(
          "The script has characters that %s does not have, and script_char_set says that scripts are read so. Nothing was created. Use other words, or save all scripts as UTF-8 and set script_char_set=UTF-8."
              .formatted(charset),
          e);
    }
  }

  /**
   * Reads a template: UTF-8, as the stock tool has it, or what scripts are written in. One template
   * may serve repositories of several encodings, so what it is in shows in its bytes only.
   *
   * @throws ConfigurationException if it cannot be read, or is neither
   */
  static String template(Path file, Charset charset) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      String text;
      try {
        text = decoded(bytes, StandardCharsets.UTF_8);
      } catch (CharacterCodingException e) {
        text = decoded(bytes, charset);
      }
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new ConfigurationException(
          "The template %s is neither UTF-8 nor %s text. Nothing was created. Save it as UTF-8."
              .formatted(file, charset),
          e);
    } catch (IOException e) {
      throw new ConfigurationException(
          "The template %s cannot be read: %s. Nothing was created. Check --template, or new_command.template in migration.properties."
              .formatted(file, FileTrouble.reason(e)),
          e);
    }
  }

  private static String decoded(byte[] bytes, Charset charset) throws CharacterCodingException {
    String text = charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    if (text.indexOf('\0') >= 0) {
      // UTF-16 without its mark reads so.
      throw new CharacterCodingException();
    }
    return text;
  }
}
