package dev.nof1.schema.sql;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The comments that tell a runner something: {@code -- //@NAME value}.
 *
 * <p>{@code @UNDO} and {@code @DELIMITER} are MyBatis's; {@code @NO_TRANSACTION},
 * {@code @IRREVERSIBLE} and {@code @LOSSY} are ours, in the same form, so that the stock tool takes
 * them for comments.
 */
final class Directives {
  /** MyBatis's own pattern allows spaces between all parts and any case for this one. */
  private static final Pattern DELIMITER =
      Pattern.compile(
          "^\\s*(?:--|//)\\s*(?://)?\\s*@DELIMITER\\s+(\\S+)", Pattern.CASE_INSENSITIVE);

  private Directives() {}

  static @Nullable String delimiter(CharSequence comment) {
    Matcher matcher = DELIMITER.matcher(comment);
    return matcher.find() ? matcher.group(1) : null;
  }
}
