package dev.nof1.schema.repository;

import dev.nof1.schema.error.FileTrouble;
import dev.nof1.schema.error.RepositoryException;
import dev.nof1.schema.repository.file.ByteOrderMark;
import dev.nof1.schema.repository.file.HeldFile;
import dev.nof1.schema.repository.file.HeldTexts;
import dev.nof1.schema.repository.file.ScriptFiles;
import dev.nof1.schema.repository.file.Utf16;
import dev.nof1.schema.sql.SqlReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.util.Optional;
import java.util.Properties;
import org.apache.ibatis.migration.MigrationReader;
import org.jspecify.annotations.Nullable;

/** A script in a file; MyBatis's reader finds its sections and replaces its variables. */
record FileScript(ScriptFiles files, Migration migration, ScriptSettings settings)
    implements Script {

  @Override
  public String location() {
    return files.location(migration.fileName());
  }

  @Override
  public ScriptDirectives directives() {
    // MyBatis's reader replaces bytes it cannot decode; here they are refused before anything runs.
    var decoder =
        settings
            .charset()
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    try {
      // Without a byte-order mark, UTF-16 reads as UTF-8 with a zero beside each letter.
      Optional<String> utf16 = utf16();
      if (utf16.isPresent() && !Utf16.hasZeros(settings.charset())) {
        throw notOfCharset(utf16, null);
      }
      try (var lines = new BufferedReader(new InputStreamReader(bytes(), decoder))) {
        return DirectiveScanner.scan(lines, location());
      } catch (CharacterCodingException e) {
        throw notOfCharset(utf16, e);
      }
    } catch (IOException e) {
      throw new RepositoryException(
          "The script " + location() + " cannot be read: " + FileTrouble.reason(e) + ".", e);
    }
  }

  private Optional<String> utf16() throws IOException {
    try (InputStream file = files.open(migration.fileName())) {
      return Utf16.in(file);
    }
  }

  private RepositoryException notOfCharset(
      Optional<String> looksLike, @Nullable CharacterCodingException e) {
    Charset charset = settings.charset();
    return new RepositoryException(
        "%s is not %s text%s. Save it as %s, or name its encoding in the environment file: script_char_set=%s"
            .formatted(
                location(),
                charset,
                looksLike.map(name -> ", but looks like " + name).orElse(""),
                charset,
                looksLike.orElse("…")),
        e);
  }

  @Override
  public SqlReader open(Direction direction) throws IOException {
    return open(direction, direction == Direction.DOWN ? directives().undoLine() : 0);
  }

  SqlReader open(Direction direction, int undoLine) throws IOException {
    Properties variables = new Properties();
    variables.putAll(settings.variables());
    boolean undo = direction == Direction.DOWN;
    // The reader gives the marker's line as the first of the undo section.
    int firstLine = undo ? Math.max(1, undoLine) : 1;
    return new SqlReader(
        new MigrationReader(bytes(), settings.charset().name(), undo, variables),
        settings.delimiter(),
        firstLine);
  }

  @Override
  public Optional<String> section(Direction direction) throws IOException {
    int undoLine = directives().undoLine();
    if (direction == Direction.DOWN && undoLine == 0) {
      return Optional.empty();
    }
    try (var lines = new BufferedReader(new InputStreamReader(bytes(), settings.charset()))) {
      StringBuilder section = new StringBuilder();
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        boolean up = undoLine == 0 || number < undoLine;
        if (number != undoLine && up == (direction == Direction.UP)) {
          section.append(line).append('\n');
        }
      }
      return Optional.of(section.toString());
    }
  }

  @Override
  public Optional<BufferedReader> source() throws IOException {
    return Optional.of(new BufferedReader(new InputStreamReader(bytes(), settings.charset())));
  }

  @Override
  public InputStream bytes() throws IOException {
    return ByteOrderMark.passed(files.open(migration.fileName()), settings.charset());
  }

  @Override
  public Script held(HeldTexts texts) {
    String name = migration.fileName();
    HeldTexts.Held text =
        texts.hold(
            location(),
            out -> {
              try (InputStream in = files.open(name)) {
                in.transferTo(out);
              }
            });
    return new HeldScript(new FileScript(new HeldFile(files, name, text), migration, settings));
  }

  @Override
  public Script with(ScriptSettings other) {
    return new FileScript(files, migration, other);
  }

  @Override
  public Charset charset() {
    return settings.charset();
  }
}
