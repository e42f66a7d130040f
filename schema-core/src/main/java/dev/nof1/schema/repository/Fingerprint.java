package dev.nof1.schema.repository;

import dev.nof1.schema.error.FileTrouble;
import dev.nof1.schema.error.RepositoryException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;

/** One text for all that scripts depend on. */
final class Fingerprint {
  private final MessageDigest digest;

  private Fingerprint() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JVM has SHA-256.", e);
    }
  }

  static String of(List<Script> scripts, ScriptSettings settings) {
    Fingerprint fingerprint = new Fingerprint();
    fingerprint.add(settings.charset().name());
    fingerprint.add(settings.delimiter().toString());
    new TreeMap<>(settings.variables())
        .forEach(
            (name, value) -> {
              fingerprint.add(name);
              fingerprint.add(value);
            });
    for (Script script : scripts) {
      fingerprint.add(script.migration().fileName());
      fingerprint.add(script);
    }
    return HexFormat.of().formatHex(fingerprint.digest.digest());
  }

  /** Adds a text with its length, so that two neighbours never read like two others. */
  private void add(String text) {
    add(text.getBytes(StandardCharsets.UTF_8));
  }

  private void add(Script script) {
    try (InputStream in = script.bytes()) {
      add(in.readAllBytes());
    } catch (IOException e) {
      throw new RepositoryException(
          "The script " + script.location() + " cannot be read: " + FileTrouble.reason(e) + ".", e);
    }
  }

  private void add(byte[] bytes) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      digest.update((byte) (bytes.length >> shift));
    }
    digest.update(bytes);
  }
}
