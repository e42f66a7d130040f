package dev.nof1.schema.repository;

import dev.nof1.schema.repository.file.HeldTexts;
import dev.nof1.schema.sql.SqlReader;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.TreeMap;

/** A script of one section that is no file and no migration. */
record TextScript(String location, String text, ScriptSettings settings) implements Script {

  @Override
  public Migration migration() {
    return new Migration(BigDecimal.ZERO, location, location);
  }

  @Override
  public ScriptDirectives directives() {
    return new ScriptDirectives(
        0, Optional.empty(), Optional.empty(), false, false, new TreeMap<>());
  }

  @Override
  public SqlReader open(Direction direction) {
    return new SqlReader(new StringReader(text), settings.delimiter(), 1);
  }

  @Override
  public Optional<String> section(Direction direction) {
    return direction == Direction.UP ? Optional.of(settings.unfilled(text)) : Optional.empty();
  }

  @Override
  public InputStream bytes() {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public Script held(HeldTexts texts) {
    return this;
  }

  @Override
  public Script with(ScriptSettings other) {
    return new TextScript(location, text, other);
  }

  /** Shows the location without the text, which may hold a variable's value. */
  @Override
  public String toString() {
    return "TextScript[" + location + "]";
  }
}
