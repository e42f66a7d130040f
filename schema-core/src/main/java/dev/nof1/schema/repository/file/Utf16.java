package dev.nof1.schema.repository.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.Optional;

/**
 * Recognises UTF-16 by its bytes, as Windows writes it: half of the bytes of SQL are zero in it,
 * and zeros are no part of any other text.
 */
public final class Utf16 {
  private static final int LOOKED_AT = 512;
  private static final int AT_LEAST = 4;

  private Utf16() {}

  /**
   * Looks at the beginning of a file.
   *
   * @return the name for {@code script_char_set}; empty where it is not UTF-16
   */
  public static Optional<String> in(InputStream file) throws IOException {
    byte[] bytes = file.readNBytes(LOOKED_AT);
    if (bytes.length >= 2 && (bytes[0] & 0xFF) + (bytes[1] & 0xFF) == 0xFF + 0xFE) {
      return Optional.of("UTF-16");
    }
    int[] zeros = new int[2];
    for (int i = 0; i < bytes.length; i++) {
      zeros[i % 2] += bytes[i] == 0 ? 1 : 0;
    }
    int enough = Math.max(AT_LEAST, bytes.length / 8);
    if (zeros[0] == 0 && zeros[1] >= enough) {
      return Optional.of("UTF-16LE");
    }
    return zeros[1] == 0 && zeros[0] >= enough ? Optional.of("UTF-16BE") : Optional.empty();
  }

  /** Checks whether text of this charset may hold zero bytes. */
  public static boolean hasZeros(Charset charset) {
    return charset.name().startsWith("UTF-16") || charset.name().startsWith("UTF-32");
  }
}
