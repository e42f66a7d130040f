package dev.nof1.schema.cli.imports.flyway;

import dev.nof1.schema.cli.imports.foreign.ForeignIds;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Version of a Flyway migration: numbers between dots, of which zeros at the end do not count.
 *
 * @see <a href="https://documentation.red-gate.com/fd/versioned-migrations-273973333.html">Flyway:
 *     versioned migrations</a>
 */
record FlywayVersion(List<BigInteger> parts) implements Comparable<FlywayVersion> {
  private static final int DIGITS = 20;

  /** Parses what stands in a file name or in the history: {@code 1_2}, {@code 1.2}. */
  static Optional<FlywayVersion> parse(String text) {
    String version = text.replace('_', '.');
    if (!version.matches("\\d+(\\.\\d+)*")) {
      return Optional.empty();
    }
    List<BigInteger> parts =
        new ArrayList<>(Stream.of(version.split("\\.")).map(BigInteger::new).toList());
    while (parts.size() > 1 && parts.get(parts.size() - 1).signum() == 0) {
      parts.remove(parts.size() - 1);
    }
    return Optional.of(new FlywayVersion(List.copyOf(parts)));
  }

  @Override
  public int compareTo(FlywayVersion other) {
    for (int i = 0; i < Math.max(parts.size(), other.parts.size()); i++) {
      int compared = part(i).compareTo(other.part(i));
      if (compared != 0) {
        return compared;
      }
    }
    return 0;
  }

  private BigInteger part(int i) {
    return i < parts.size() ? parts.get(i) : BigInteger.ZERO;
  }

  @Override
  public String toString() {
    return parts.stream().map(BigInteger::toString).collect(Collectors.joining("."));
  }

  /**
   * Makes ids of versions that rise: the numbers themselves, or, where there are dots, all parts
   * written with as many digits as the longest one has, so that 1.2 and 1.10 become 102 and 110.
   * Versions that are too long for that are counted.
   */
  static List<BigDecimal> ids(List<FlywayVersion> versions) {
    int length = versions.stream().mapToInt(v -> v.parts.size()).max().orElse(1);
    int width =
        versions.stream()
            .flatMap(v -> v.parts.stream().skip(1))
            .mapToInt(part -> part.toString().length())
            .reduce(2, Math::max);
    List<String> padded = versions.stream().map(v -> v.padded(length, width)).toList();
    return ForeignIds.kept(padded).orElseGet(() -> ForeignIds.counted(versions.size()));
  }

  private String padded(int length, int width) {
    StringBuilder digits = new StringBuilder(parts.get(0).toString());
    for (int i = 1; i < length; i++) {
      String part = part(i).toString();
      digits.append("0".repeat(width - part.length())).append(part);
    }
    return digits.length() > DIGITS ? "too long" : digits.toString();
  }
}
