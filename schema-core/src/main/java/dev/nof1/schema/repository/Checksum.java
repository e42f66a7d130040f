package dev.nof1.schema.repository;

import dev.nof1.schema.error.FileTrouble;
import dev.nof1.schema.error.RepositoryException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Checksum of what a script says: SHA-256 of its characters in UTF-8. Line endings, a missing one
 * at the end, a byte order mark and the encoding do not count, because editors and git change them
 * and nobody means anything by it. Variables are not filled: their values differ from one
 * environment to the next, and a sum of a secret is a hint at it. Both sections count: an undo
 * section that has changed is not the one that was tried.
 */
final class Checksum {
  private static final int LONGEST = 8192;

  private Checksum() {}

  static String of(Script script) {
    MessageDigest digest = sha256();
    char[] buffer = new char[LONGEST + 2];
    // Whole characters only: half a pair encodes to a question mark.
    try (Reader text =
        new BufferedReader(new InputStreamReader(script.bytes(), script.charset()))) {
      boolean afterReturn = false;
      char last = '\n';
      int kept = 0;
      for (int c = text.read(); c >= 0; c = text.read()) {
        boolean secondOfPair = afterReturn && c == '\n';
        afterReturn = c == '\r';
        if (secondOfPair) {
          continue;
        }
        last = c == '\r' ? '\n' : (char) c;
        buffer[kept++] = last;
        if (kept >= LONGEST && !Character.isHighSurrogate(last)) {
          digest.update(StandardCharsets.UTF_8.encode(CharBuffer.wrap(buffer, 0, kept)));
          kept = 0;
        }
      }
      if (last != '\n') {
        buffer[kept++] = '\n';
      }
      digest.update(StandardCharsets.UTF_8.encode(CharBuffer.wrap(buffer, 0, kept)));
    } catch (IOException e) {
      throw new RepositoryException(
          "The script " + script.location() + " cannot be read: " + FileTrouble.reason(e) + ".", e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JVM has SHA-256.", e);
    }
  }
}
