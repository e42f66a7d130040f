package dev.nof1.schema.cli.imports.foreign;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Ids of imported migrations. The id 0 is the changelog's own. */
public final class ForeignIds {
  /** Most digits that the changelog's column holds. */
  private static final int DIGITS = 20;

  private ForeignIds() {}

  /**
   * Keeps the tool's own numbers.
   *
   * @return empty where one is no number that the changelog holds, or they do not rise
   */
  public static Optional<List<BigDecimal>> kept(List<String> numbers) {
    List<BigDecimal> ids = new ArrayList<>();
    BigDecimal last = BigDecimal.ZERO;
    for (String number : numbers) {
      if (!number.matches("0*[0-9]{1,%d}".formatted(DIGITS))) {
        return Optional.empty();
      }
      BigDecimal id = new BigDecimal(number);
      if (id.compareTo(last) <= 0) {
        return Optional.empty();
      }
      ids.add(id);
      last = id;
    }
    return Optional.of(ids);
  }

  /** Numbers migrations by their order, from 1. */
  public static List<BigDecimal> counted(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(BigDecimal::valueOf).toList();
  }
}
