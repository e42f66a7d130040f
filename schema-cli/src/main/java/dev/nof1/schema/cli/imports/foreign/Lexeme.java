package dev.nof1.schema.cli.imports.foreign;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Part of a text in which words are no SQL: a comment, a string, a quoted name.
 *
 * @param from offset of its first character, a prefix such as E included
 * @param to offset behind its last
 */
record Lexeme(Kind kind, int from, int to) {

  /** Ways to quote. */
  enum Kind {
    COMMENT,
    /** {@code 'a'}, continued in the next line or not. */
    STRING,
    /** {@code E'a'}. */
    ESCAPES,
    /** {@code $$a$$} with any tag. */
    DOLLAR,
    /** A quoted name, or a string with another prefix, such as {@code U&'a'}. */
    OTHER
  }

  /** Finds all, in order; one that does not end reaches to the end of the text. */
  static List<Lexeme> in(String text) {
    List<Lexeme> found = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      Lexeme next = at(text, at);
      if (next == null) {
        at = isWord(text.charAt(at)) ? endOfWord(text, at) : at + 1;
      } else {
        found.add(next);
        at = next.to();
      }
    }
    return found;
  }

  private static @Nullable Lexeme at(String text, int at) {
    char c = text.charAt(at);
    if (text.startsWith("--", at)) {
      return new Lexeme(Kind.COMMENT, at, indexOr(text, "\n", at, 0));
    }
    if (text.startsWith("/*", at)) {
      return new Lexeme(Kind.COMMENT, at, endOfBlock(text, at));
    }
    if (c == '\'') {
      return new Lexeme(Kind.STRING, at, endOfString(text, at, false));
    }
    if (c == '"') {
      return new Lexeme(Kind.OTHER, at, endOfQuoted(text, at, '"', false));
    }
    if ((c == 'e' || c == 'E') && text.startsWith("'", at + 1)) {
      return new Lexeme(Kind.ESCAPES, at, endOfString(text, at + 1, true));
    }
    if ("bBxXnN".indexOf(c) >= 0 && text.startsWith("'", at + 1)) {
      return new Lexeme(Kind.OTHER, at, endOfString(text, at + 1, false));
    }
    if ((c == 'u' || c == 'U')
        && (text.startsWith("&'", at + 1) || text.startsWith("&\"", at + 1))) {
      char quote = text.charAt(at + 2);
      return new Lexeme(Kind.OTHER, at, endOfQuoted(text, at + 2, quote, false));
    }
    if (c == '$') {
      int tag = endOfTag(text, at);
      return tag < 0
          ? null
          : new Lexeme(Kind.DOLLAR, at, indexOr(text, text.substring(at, tag), tag, tag - at));
    }
    return null;
  }

  /** Content between the quotes of a dollar-quoted string. */
  static String contentOfDollar(String lexeme) {
    int tag = endOfTag(lexeme, 0);
    return lexeme.substring(tag, Math.max(tag, lexeme.length() - tag));
  }

  private static int endOfTag(String text, int at) {
    int end = at + 1;
    while (end < text.length()
        && isWord(text.charAt(end))
        && !(end == at + 1 && Character.isDigit(text.charAt(end)))
        && text.charAt(end) != '$') {
      end++;
    }
    return end < text.length() && text.charAt(end) == '$' ? end + 1 : -1;
  }

  private static int endOfBlock(String text, int at) {
    int depth = 0;
    int i = at;
    while (i < text.length()) {
      if (text.startsWith("/*", i)) {
        depth++;
        i += 2;
      } else if (text.startsWith("*/", i)) {
        i += 2;
        if (--depth == 0) {
          return i;
        }
      } else {
        i++;
      }
    }
    return i;
  }

  /** Ends of a string that goes on in another line are one lexeme, as they are to the server. */
  private static int endOfString(String text, int quote, boolean escapes) {
    int end = endOfQuoted(text, quote, '\'', escapes);
    while (true) {
      int next = end;
      boolean lineBreak = false;
      while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
        lineBreak |= text.charAt(next) == '\n' || text.charAt(next) == '\r';
        next++;
      }
      if (!lineBreak || next >= text.length() || text.charAt(next) != '\'') {
        return end;
      }
      end = endOfQuoted(text, next, '\'', escapes);
    }
  }

  private static int endOfQuoted(String text, int quote, char closing, boolean escapes) {
    int i = quote + 1;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (escapes && c == '\\') {
        i += 2;
      } else if (c == closing) {
        if (i + 1 < text.length() && text.charAt(i + 1) == closing) {
          i += 2;
        } else {
          return i + 1;
        }
      } else {
        i++;
      }
    }
    return Math.min(i, text.length());
  }

  private static int endOfWord(String text, int at) {
    int end = at;
    while (end < text.length() && (isWord(text.charAt(end)) || text.charAt(end) == '$')) {
      end++;
    }
    return end;
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c >= 0x80;
  }

  private static int indexOr(String text, String what, int from, int length) {
    int at = text.indexOf(what, from);
    return at < 0 ? text.length() : at + length;
  }
}
