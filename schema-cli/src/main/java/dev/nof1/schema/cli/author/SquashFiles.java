package dev.nof1.schema.cli.author;

import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.error.FileTrouble;
import dev.nof1.schema.error.RepositoryException;
import java.io.IOException;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Puts one script in the place of several, so that at no moment a script is nowhere: the old ones
 * are copied aside, the one takes the place of the newest of them by a rename, and only then the
 * older ones go. Whatever interrupts it, it can be run again.
 *
 * @param folder of the scripts
 * @param names of the old ones, the newest last
 * @param aside where the old ones go; a folder that neither tool looks into
 */
record SquashFiles(Path folder, List<String> names, Path aside) {

  /** Writes the one script as the only one into a folder of its own, to be tried. */
  static void draft(Path draft, String name, String text, Charset charset) {
    try {
      Files.write(draft.resolve(name), encoded(name, text, charset));
    } catch (IOException e) {
      throw failed(draft.resolve(name), e);
    }
  }

  /** Copies the old ones aside. */
  void copy() {
    copy(names);
  }

  /** Copies those aside that the one, which is in its place already, was made of. */
  void copyOlder() {
    copy(older());
  }

  private void copy(List<String> names) {
    try {
      Files.createDirectories(aside);
      for (String name : names) {
        copy(folder.resolve(name), aside.resolve(name));
      }
      flush(aside);
    } catch (IOException e) {
      throw failed(aside, e);
    }
  }

  /** Copies a script aside, but never over another copy, which may be the only one there is. */
  private static void copy(Path script, Path copy) throws IOException {
    if (Files.exists(copy)) {
      if (Files.mismatch(script, copy) >= 0) {
        throw new ConfigurationException(
            "There is another %s already, which an earlier squash has put aside. All scripts are as they were. Move it elsewhere, then run this again; or add --delete to keep no copy."
                .formatted(copy));
      }
      return;
    }
    // Under its name only when it is whole: an interrupted copy would be another one.
    Path unfinished =
        copy.resolveSibling(
            ".%s.%d.tmp".formatted(copy.getFileName(), ProcessHandle.current().pid()));
    try {
      Files.copy(script, unfinished, StandardCopyOption.REPLACE_EXISTING);
      flush(unfinished);
      Files.move(unfinished, copy, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  List<String> older() {
    return names.subList(0, names.size() - 1);
  }

  /** Puts the one in the place of the newest. */
  void replace(String text, Charset charset) {
    Path newest = folder.resolve(names.get(names.size() - 1));
    Path unfinished =
        folder.resolve(".%s.%d.tmp".formatted(newest.getFileName(), ProcessHandle.current().pid()));
    try {
      try {
        Files.write(
            unfinished,
            encoded(newest.getFileName().toString(), text, charset),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE);
        flush(unfinished);
        Files.move(unfinished, newest, StandardCopyOption.ATOMIC_MOVE);
        flush(folder);
      } finally {
        Files.deleteIfExists(unfinished);
      }
    } catch (IOException e) {
      throw failed(newest, e);
    }
  }

  /** Removes the older ones, which are in the one now. */
  void removeOlder() {
    for (String name : older()) {
      try {
        Files.deleteIfExists(folder.resolve(name));
      } catch (IOException e) {
        throw new ConfigurationException(
            "The script %s cannot be deleted: %s. What it does is in %s now. Run this again to go on."
                .formatted(
                    folder.resolve(name), FileTrouble.reason(e), names.get(names.size() - 1)),
            e);
      }
    }
  }

  private static byte[] encoded(String name, String text, Charset charset) {
    try {
      var bytes = charset.newEncoder().encode(CharBuffer.wrap(text));
      byte[] encoded = new byte[bytes.remaining()];
      bytes.get(encoded);
      return encoded;
    } catch (CharacterCodingException e) {
      throw new RepositoryException(
          "The script %s cannot be written as %s text. Nothing was changed. Name the encoding of the scripts in the environment file: script_char_set=UTF-8."
              .formatted(name, charset),
          e);
    }
  }

  /** On the disk before anything else is done; folders cannot be flushed everywhere. */
  private static void flush(Path path) throws IOException {
    boolean isFolder = Files.isDirectory(path);
    try (FileChannel channel =
        FileChannel.open(path, isFolder ? StandardOpenOption.READ : StandardOpenOption.WRITE)) {
      channel.force(true);
    } catch (IOException e) {
      if (!isFolder) {
        throw e;
      }
    }
  }

  private static ConfigurationException failed(Path file, IOException e) {
    return new ConfigurationException(
        "%s cannot be written: %s. All scripts are as they were."
            .formatted(file, FileTrouble.reason(e)),
        e);
  }
}
