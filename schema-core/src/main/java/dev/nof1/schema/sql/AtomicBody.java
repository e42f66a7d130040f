package dev.nof1.schema.sql;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The body {@code BEGIN ATOMIC … END} of one routine, in which semicolons separate statements.
 *
 * <p>As in the server's grammar its END is the one that follows a semicolon, or ATOMIC itself; any
 * other END belongs to a CASE, or is a name: a column behind a dot, or a label with or without AS.
 * psql goes by the words alone and counts each BEGIN, CASE and END outside parentheses, so that
 * names among them must be quoted for it.
 */
final class AtomicBody {
  private final List<Integer> names = new ArrayList<>();
  private final Deque<Integer> cases = new ArrayDeque<>();
  private boolean open;
  private boolean atStart;

  void clear() {
    names.clear();
    cases.clear();
    open = false;
  }

  boolean isOpen() {
    return open;
  }

  /** Positions of names that psql would count as words of the body. */
  List<Integer> names() {
    return names;
  }

  /** A token that is no word, outside parentheses. */
  void symbol(int c) {
    atStart = c == ';';
    if (atStart) {
      // A CASE expression has no semicolon in it, so what is still open is a label.
      names.addAll(cases);
      cases.clear();
    }
  }

  /**
   * A word outside parentheses.
   *
   * @param word in upper case
   * @param previous the token before it: a word in upper case, or a dot; else anything
   * @param offset of the word in the statement
   */
  void word(String word, String previous, int offset) {
    boolean start = atStart;
    atStart = false;
    switch (word) {
      case "BEGIN" -> names.add(offset);
      case "ATOMIC" -> {
        if (!open && previous.equals("BEGIN")) {
          names.remove(names.size() - 1);
          open = true;
          atStart = true;
        }
      }
      case "CASE" -> {
        if (open) {
          (previous.equals(".") ? names : cases).add(offset);
        }
      }
      case "END" -> {
        if (open) {
          end(start, previous.equals("."), offset);
        }
      }
      default -> {}
    }
  }

  private void end(boolean start, boolean behindDot, int offset) {
    if (start) {
      open = false;
    } else if (behindDot || cases.isEmpty()) {
      names.add(offset);
    } else {
      cases.removeLast();
    }
  }
}
