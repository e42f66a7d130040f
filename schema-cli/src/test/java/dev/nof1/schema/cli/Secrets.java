package dev.nof1.schema.cli;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** What must be in no output of any command that a test runs; {@link Cli} looks. */
final class Secrets {
  private static final Set<String> KNOWN = ConcurrentHashMap.newKeySet();

  /** In an environment file, a {@code .env} file or a URL. */
  private static final Pattern ASSIGNED =
      Pattern.compile("password\"?\\s*[=:]\\s*['\"]?([^\\s&'\"$]{5,})", Pattern.CASE_INSENSITIVE);

  private Secrets() {}

  static void add(String secret) {
    KNOWN.add(secret);
  }

  /** Finds the passwords in a file that a test writes. */
  static void addFrom(String text) {
    ASSIGNED.matcher(text).results().forEach(match -> add(match.group(1)));
  }

  /** Without repeating it: the failure is an output, too. */
  static void assertNoneIn(String output) {
    for (String secret : KNOWN) {
      int at = output.indexOf(secret);
      if (at >= 0) {
        throw new AssertionError(
            "A secret of %d characters is shown, after: %s"
                .formatted(secret.length(), output.substring(0, at)));
      }
    }
  }
}
