package dev.nof1.schema.postgres.files;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks a tar stream into a folder: files, folders, symbolic and hard links, with ustar prefixes,
 * GNU long names and pax paths. Anything that would land outside the folder is refused.
 */
public final class TarReader {
  private static final int BLOCK = 512;

  private final InputStream in;
  private final Path folder;
  private final byte[] header = new byte[BLOCK];
  private final byte[] buffer = new byte[1 << 16];

  private TarReader(InputStream in, Path folder) {
    this.in = in;
    this.folder = folder;
  }

  public static void unpack(InputStream in, Path folder, Predicate<String> wanted)
      throws IOException {
    new TarReader(in, folder.toAbsolutePath().normalize()).run(wanted);
  }

  private void run(Predicate<String> wanted) throws IOException {
    String longName = null;
    String longLink = null;
    while (nextHeader()) {
      long size = number(124, 12);
      switch (header[156]) {
        case 'L' -> longName = text(body(size));
        case 'K' -> longLink = text(body(size));
        case 'x' -> {
          byte[] pax = body(size);
          longName = paxValue(pax, "path", longName);
          longLink = paxValue(pax, "linkpath", longLink);
        }
        case 'g' -> skip(size);
        default -> {
          String name = longName != null ? longName : name();
          String link = longLink != null ? longLink : field(157, 100);
          longName = null;
          longLink = null;
          if (wanted.test(name)) {
            entry(name, link, size);
          } else {
            skip(size);
          }
        }
      }
    }
  }

  private void entry(String name, String link, long size) throws IOException {
    Path target = inside(folder.resolve(name), name);
    if (header[156] == '5' || name.endsWith("/")) {
      Folders.create(target);
      return;
    }
    Folders.create(parent(target));
    switch (header[156]) {
      case '0', 0 -> file(target, size);
      case '1' -> Files.createLink(target, inside(folder.resolve(link), link));
      case '2' -> {
        inside(parent(target).resolve(link), link);
        Files.createSymbolicLink(target, Path.of(link));
      }
      default -> throw new IOException("the archive has an entry of an unknown kind: " + name);
    }
  }

  private void file(Path target, long size) throws IOException {
    try (OutputStream out = Files.newOutputStream(target)) {
      long left = size;
      while (left > 0) {
        int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (read < 0) {
          throw truncated();
        }
        out.write(buffer, 0, read);
        left -= read;
      }
    }
    skipPadding(size);
    boolean executable = (number(100, 8) & 0100) != 0;
    // Explicitly, whatever the umask: the server may run as a user who is not this one.
    Folders.mode(target, executable ? 0755 : 0644);
  }

  private Path inside(Path path, String written) throws IOException {
    Path normal = path.normalize();
    if (!normal.startsWith(folder)) {
      throw new IOException("the archive has an entry outside its folder: " + written);
    }
    return normal;
  }

  private static Path parent(Path path) throws IOException {
    Path parent = path.getParent();
    if (parent == null) {
      throw new IOException("the archive has an entry without a folder: " + path);
    }
    return parent;
  }

  /** Reads the next header; false at the end, which is a block of zeros. */
  private boolean nextHeader() throws IOException {
    int read = in.readNBytes(header, 0, BLOCK);
    if (read == 0 || (read == BLOCK && header[0] == 0)) {
      return false;
    }
    if (read < BLOCK) {
      throw truncated();
    }
    return true;
  }

  /** POSIX keeps the beginning of a long name apart; GNU uses the same bytes for times. */
  private String name() {
    String prefix = header[262] == 0 ? field(345, 155) : "";
    return prefix.isEmpty() ? field(0, 100) : prefix + "/" + field(0, 100);
  }

  private String field(int from, int length) {
    int end = from;
    while (end < from + length && header[end] != 0) {
      end++;
    }
    return new String(header, from, end - from, StandardCharsets.UTF_8);
  }

  private long number(int from, int length) {
    long value = 0;
    for (int i = from; i < from + length; i++) {
      if (header[i] >= '0' && header[i] <= '7') {
        value = value * 8 + (header[i] - '0');
      }
    }
    return value;
  }

  private byte[] body(long size) throws IOException {
    byte[] body = in.readNBytes((int) size);
    if (body.length < size) {
      throw truncated();
    }
    skipPadding(size);
    return body;
  }

  private static String text(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    int end = text.indexOf('\0');
    return end < 0 ? text : text.substring(0, end);
  }

  /** A pax header is a list of {@code "length key=value\n"}. */
  private static @Nullable String paxValue(byte[] pax, String key, @Nullable String otherwise) {
    for (String line : new String(pax, StandardCharsets.UTF_8).split("\n", -1)) {
      int space = line.indexOf(' ');
      if (line.startsWith(key + "=", space + 1)) {
        return line.substring(space + key.length() + 2);
      }
    }
    return otherwise;
  }

  private void skip(long size) throws IOException {
    in.skipNBytes(size);
    skipPadding(size);
  }

  private void skipPadding(long size) throws IOException {
    in.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
  }

  private static EOFException truncated() {
    return new EOFException("the archive ends in the middle of an entry");
  }
}
