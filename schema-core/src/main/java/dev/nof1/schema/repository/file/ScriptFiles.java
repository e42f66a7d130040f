package dev.nof1.schema.repository.file;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Files by name: those of a folder, or of the class path. */
public interface ScriptFiles {

  /**
   * Checks whether a file is one that editors and systems hide, such as {@code ._1_x.sql} of macOS.
   */
  public static boolean isHidden(String name) {
    return name.startsWith(".");
  }

  /**
   * Names the files directly there, without hidden ones.
   *
   * @throws dev.nof1.schema.error.RepositoryException if there is no such folder
   */
  public List<String> names();

  public InputStream open(String name) throws IOException;

  /** The file for a message. */
  public String location(String name);
}
