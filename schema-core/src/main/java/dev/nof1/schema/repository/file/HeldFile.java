package dev.nof1.schema.repository.file;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** A file of a folder as it was at one moment. */
public record HeldFile(ScriptFiles files, String name, HeldTexts.Held text) implements ScriptFiles {

  @Override
  public List<String> names() {
    return files.names();
  }

  @Override
  public InputStream open(String other) throws IOException {
    return other.equals(name) ? text.open() : files.open(other);
  }

  @Override
  public String location(String other) {
    return files.location(other);
  }
}
