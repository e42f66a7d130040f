package dev.nof1.schema;

import java.util.Random;

/**
 * How much is tried, and where the dice start: a little and always the same in the build, {@code
 * -Dnof1.fuzz.factor=50} times as much, or {@code -Dnof1.fuzz.seed=4711}.
 */
public final class Fuzz {
  /** The seed of this run; to be named by what fails. */
  public static final int SEED = Integer.getInteger("nof1.fuzz.seed", 20261123);

  private Fuzz() {}

  /** How often to try what the build tries so often. */
  public static int times(int small) {
    return small * Integer.getInteger("nof1.fuzz.factor", 1);
  }

  /** Dice for the n-th try. */
  public static Random dice(int n) {
    return new Random(SEED * 1_000_003L + n);
  }

  /** Up to so many bytes of any kind. */
  public static byte[] bytes(Random dice, int longest) {
    byte[] bytes = new byte[dice.nextInt(longest)];
    dice.nextBytes(bytes);
    return bytes;
  }

  /** Up to so many of these, one behind the other. */
  public static String text(Random dice, int most, String... pieces) {
    StringBuilder text = new StringBuilder();
    for (int i = dice.nextInt(most); i >= 0; i--) {
      text.append(pieces[dice.nextInt(pieces.length)]);
    }
    return text.toString();
  }
}
