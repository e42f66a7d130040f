package dev.nof1.schema.error;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;

/**
 * Describes failures of a file system in words: some of Java's exceptions give nothing but the
 * path.
 */
public final class FileTrouble {
  /**
   * Encoding by which Java reads names of files and arguments: the locale's, whatever the contents
   * are in.
   */
  private static final String NAMES = System.getProperty("sun.jnu.encoding", "UTF-8");

  private FileTrouble() {}

  /**
   * Says what is wrong where the process's locale has no letters for a name.
   *
   * @param name of a file, as Java gives it, or as it was asked for
   * @return sentences that name the locale to set; empty where the name can be used
   */
  public static Optional<String> unreadableName(String name) {
    boolean readable =
        NAMES.equalsIgnoreCase("UTF-8")
            || !Charset.isSupported(NAMES)
            || Charset.forName(NAMES).newEncoder().canEncode(name);
    return readable
        ? Optional.empty()
        : Optional.of(
            "The file name %s has letters that this process cannot read: its locale has only those of %s, because none is set or the one that is named is not installed. Set LC_ALL=C.UTF-8, or another locale with UTF-8 that 'locale -a' lists, and run this again."
                .formatted(name, NAMES));
  }

  /**
   * Says why.
   *
   * @param e what was thrown when a file was read or written
   * @return a part of a sentence, without a full stop
   */
  public static String reason(Exception e) {
    if (e instanceof AccessDeniedException) {
      return "access denied";
    }
    if (e instanceof NoSuchFileException) {
      return "there is no such file or folder";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "it is there already";
    }
    if (e instanceof NotDirectoryException) {
      return "it is not a folder";
    }
    if (e instanceof CharacterCodingException) {
      return "it is not UTF-8 text";
    }
    return e instanceof FileSystemException f && f.getReason() != null
        ? f.getReason()
        : String.valueOf(e.getMessage());
  }
}
