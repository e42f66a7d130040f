package dev.nof1.schema.repository;

import dev.nof1.schema.repository.file.HeldTexts;
import dev.nof1.schema.sql.SqlReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Script of a file whose text is held: what its comments say is read once, though check, run and
 * row ask for it. Not safe for use by several threads.
 */
final class HeldScript implements Script {
  private final FileScript script;
  private @Nullable ScriptDirectives directives;

  HeldScript(FileScript script) {
    this.script = script;
  }

  @Override
  public Migration migration() {
    return script.migration();
  }

  @Override
  public String location() {
    return script.location();
  }

  @Override
  public ScriptDirectives directives() {
    if (directives == null) {
      directives = script.directives();
    }
    return directives;
  }

  @Override
  public SqlReader open(Direction direction) throws IOException {
    return script.open(direction, direction == Direction.DOWN ? directives().undoLine() : 0);
  }

  @Override
  public Optional<String> section(Direction direction) throws IOException {
    return script.section(direction);
  }

  @Override
  public Optional<BufferedReader> source() throws IOException {
    return script.source();
  }

  @Override
  public InputStream bytes() throws IOException {
    return script.bytes();
  }

  @Override
  public Charset charset() {
    return script.charset();
  }

  @Override
  public Script held(HeldTexts texts) {
    return script.held(texts);
  }

  @Override
  public Script with(ScriptSettings settings) {
    return script.with(settings);
  }
}
