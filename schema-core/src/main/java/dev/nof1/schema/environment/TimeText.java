package dev.nof1.schema.environment;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times as people write them: a whole number and one of PostgreSQL's units, {@code ms}, {@code s},
 * {@code min}, {@code h}; {@code m} are minutes, too. A number alone is none: to PostgreSQL it is
 * milliseconds, to most people seconds.
 */
public final class TimeText {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})\\s*(ms|s|min|m|h)");
  private static final Map<String, Long> MILLIS =
      Map.of("ms", 1L, "s", 1_000L, "min", 60_000L, "m", 60_000L, "h", 3_600_000L);

  /** The server counts milliseconds in 32 bits. */
  private static final long LONGEST = Integer.MAX_VALUE;

  private TimeText() {}

  /**
   * Says whether a text stands for no limit.
   *
   * @param text such as {@code 0}
   * @return true for zero, with a unit or without
   */
  public static boolean isNone(String text) {
    return text.strip().matches("0\\s*(ms|s|min|m|h)?");
  }

  /**
   * Reads a time.
   *
   * @param text such as {@code 5s}
   * @return empty if it is none, not above zero, or longer than 24 days
   */
  public static Optional<Duration> parse(String text) {
    Matcher m = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!m.matches()) {
      return Optional.empty();
    }
    long millis = Long.parseLong(m.group(1)) * MILLIS.getOrDefault(m.group(2), 0L);
    return millis > 0 && millis <= LONGEST
        ? Optional.of(Duration.ofMillis(millis))
        : Optional.empty();
  }
}
