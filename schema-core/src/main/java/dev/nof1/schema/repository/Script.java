package dev.nof1.schema.repository;

import dev.nof1.schema.repository.file.HeldTexts;
import dev.nof1.schema.sql.SqlReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A migration's script: its two sections and what its comments say about them. */
public interface Script {

  /**
   * The migration it belongs to.
   *
   * @return id, description and file name
   */
  Migration migration();

  /**
   * Names the place of the script, for messages.
   *
   * @return a path, or a name where it is no file
   */
  String location();

  /**
   * Reads what its comments say.
   *
   * @return the directives
   * @throws dev.nof1.schema.error.RepositoryException if it cannot be read, or an undo marker is
   *     nearly one
   */
  ScriptDirectives directives();

  /**
   * Opens one of its sections.
   *
   * @param direction which
   * @return its statements, with the lines of the file (of the section, where it is no file)
   * @throws IOException if it cannot be opened
   */
  SqlReader open(Direction direction) throws IOException;

  /**
   * Reads one of its sections as it is stored: comments and all, variables not filled in. Where the
   * script is no file, a value that a loader has filled in is masked.
   *
   * @param direction which
   * @return the text without the undo marker; empty where there is no undo section
   * @throws IOException if it cannot be read
   */
  Optional<String> section(Direction direction) throws IOException;

  /**
   * Opens the lines of the file, variables and all.
   *
   * @return empty where it is no file
   * @throws IOException if it cannot be opened
   */
  default Optional<BufferedReader> source() throws IOException {
    return Optional.empty();
  }

  /**
   * Reads one line of the file, variables and all.
   *
   * @param line which, from 1
   * @return empty where it is no file, or cannot be read any more
   */
  default Optional<String> sourceLine(int line) {
    try (BufferedReader lines = source().orElseGet(() -> new BufferedReader(Reader.nullReader()))) {
      return lines.lines().skip(line - 1L).findFirst();
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty();
    }
  }

  /**
   * Opens all of it, as it is stored.
   *
   * @return the bytes of the file behind its byte order mark, or of both sections where it is no
   *     file
   * @throws IOException if it cannot be opened
   */
  InputStream bytes() throws IOException;

  /**
   * Names the encoding of {@link #bytes()}.
   *
   * @return UTF-8 unless the source overrides it
   */
  default Charset charset() {
    return StandardCharsets.UTF_8;
  }

  /**
   * Sums up what the script says: a text that changes with any character of it, but not with its
   * line endings, byte order mark or encoding, nor with the values of its variables.
   *
   * @return SHA-256, in 64 hexadecimal digits
   * @throws dev.nof1.schema.error.RepositoryException if it cannot be read
   */
  default String checksum() {
    return Checksum.of(this);
  }

  /**
   * Compares the script with the one that was applied.
   *
   * @param recorded the checksum of that
   * @return true if it is this one, or was squashed into this one under the same id
   * @throws dev.nof1.schema.error.RepositoryException if it cannot be read
   */
  default boolean hadChecksum(String recorded) {
    return checksum().equals(recorded)
        || recorded.equals(directives().replaces().get(migration().id()));
  }

  /**
   * Reads all of it once, so that what is checked, run and summed up is the same text, whatever
   * happens to the file.
   *
   * @param texts where the text is held, and so for how long
   * @return the same script, independent of where it came from
   * @throws dev.nof1.schema.error.RepositoryException if it cannot be read or not be copied
   */
  Script held(HeldTexts texts);

  /**
   * Gives the same text, to be read in another way.
   *
   * @param settings how it is read
   * @return a script; what a loader has filled in stays filled in
   */
  Script with(ScriptSettings settings);
}
