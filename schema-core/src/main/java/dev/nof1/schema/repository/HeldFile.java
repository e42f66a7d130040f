package dev.nof1.schema.repository;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** A file of a folder as it was at one moment, in memory. */
final class HeldFile implements ScriptFiles {
  /** In bytes; larger files are read as often as they are needed, so that memory does not grow. */
  private static final int LARGEST = 1 << 20;

  private final ScriptFiles files;
  private final String name;
  private final byte[] content;

  private HeldFile(ScriptFiles files, String name, byte[] content) {
    this.files = files;
    this.name = name;
    this.content = content;
  }

  /** Reads it now; what cannot be read, or is large, is left to be read, or refused, later. */
  static ScriptFiles of(ScriptFiles files, String name) {
    try (InputStream in = files.open(name)) {
      byte[] content = in.readNBytes(LARGEST + 1);
      return content.length > LARGEST ? files : new HeldFile(files, name, content);
    } catch (IOException e) {
      return files;
    }
  }

  @Override
  public List<String> names() {
    return files.names();
  }

  @Override
  public InputStream open(String other) throws IOException {
    return other.equals(name) ? new ByteArrayInputStream(content) : files.open(other);
  }

  @Override
  public String location(String other) {
    return files.location(other);
  }
}
