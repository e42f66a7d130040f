package dev.nof1.schema.sql;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Comments that are directives for the migrator: {@code -- //@NAME value}.
 *
 * <p>{@code @UNDO} and {@code @DELIMITER} are MyBatis's; {@code @NO_TRANSACTION},
 * {@code @IRREVERSIBLE} and {@code @LOSSY} are ours, in the same form, so that the stock tool takes
 * them for comments.
 */
public final class Directives {
  /** MyBatis's own pattern allows spaces between all parts and any case for this one. */
  private static final Pattern DELIMITER =
      Pattern.compile(
          "^%1$s*(?:--|//)%1$s*(?://)?%1$s*@DELIMITER%1$s+(\\S+)".formatted(Space.ONE),
          Pattern.CASE_INSENSITIVE);

  private Directives() {}

  /**
   * Reads a comment that sets the delimiter.
   *
   * @param comment a line
   * @return what ends a statement from here on; null if it is another comment
   */
  public static @Nullable String delimiter(CharSequence comment) {
    Matcher matcher = DELIMITER.matcher(comment);
    return matcher.find() ? matcher.group(1) : null;
  }
}
