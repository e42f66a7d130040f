package dev.nof1.schema.sql;

/**
 * Delimiter that ends a statement besides the semicolon.
 *
 * <p>A semicolon ends one wherever it stands outside quotes, comments, parentheses and function
 * bodies: the server reads scripts so, whatever the stock tool's settings are. Any other text ends
 * one as the last thing in a line, or, with {@code fullLine}, as the whole of it: MyBatis's {@code
 * delimiter} and {@code full_line_delimiter}.
 *
 * @param text the delimiter, not blank
 * @param fullLine whether it must stand alone in its line
 */
public record Delimiter(String text, boolean fullLine) {

  /** The standard one. */
  public static final Delimiter SEMICOLON = new Delimiter(";", false);

  /**
   * Refuses a blank delimiter.
   *
   * @param text the delimiter
   * @param fullLine whether it must stand alone in its line
   */
  public Delimiter {
    if (text.isBlank()) {
      throw new IllegalArgumentException("The delimiter is blank.");
    }
  }

  boolean isSemicolon() {
    return text.equals(";");
  }
}
