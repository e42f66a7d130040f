package dev.nof1.schema.sql;

import java.util.List;

/**
 * One statement of a script, without its delimiter.
 *
 * @param text the statement from its first word on, comments inside it included
 * @param line where it starts, in lines of the text that was read, from 1
 * @param column where it starts in that line, in characters, from 1
 * @param words its first words (at most {@value #WORDS}) outside quotes, parentheses and comments,
 *     in upper case
 */
public record SqlStatement(String text, int line, int column, List<String> words) {

  /**
   * Number of words that are kept: enough for {@code ALTER TABLE IF EXISTS s.t DETACH PARTITION s.p
   * CONCURRENTLY}.
   */
  static final int WORDS = 12;

  /**
   * Checks whether the statement begins with these words.
   *
   * @param expected words in upper case
   * @return true if each stands at its place
   */
  public boolean startsWith(String... expected) {
    return words.size() >= expected.length
        && words.subList(0, expected.length).equals(List.of(expected));
  }
}
