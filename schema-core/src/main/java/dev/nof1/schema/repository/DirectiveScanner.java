package dev.nof1.schema.repository;

import dev.nof1.schema.error.RepositoryException;
import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the directives of a script, line by line as MyBatis finds its undo marker. */
final class DirectiveScanner {
  /** MyBatis's own: case-sensitive, the first one counts. */
  private static final Pattern UNDO = Pattern.compile("^[ \\t]*(?:--|//)[ \\t]*//[ \\t]*@UNDO.*$");

  /** A comment whose first word starts with an at sign. */
  private static final Pattern MARKER =
      Pattern.compile(
          "^[ \\t]*(?:-+|/+|#|/\\*)[ \\t/*-]*@[ \\t]*([A-Za-z]+(?:_[A-Za-z]+)*)[ \\t]*(.*)$");

  /** The at sign forgotten: {@code -- //UNDO}. A comment of more words than that is a comment. */
  private static final Pattern BARE_MARKER =
      Pattern.compile("^[ \\t]*(?:--|//)[ \\t]*//[ \\t]*([A-Za-z]+)[ \\t]*$");

  private static final Pattern DIRECTIVE =
      Pattern.compile("^[ \\t]*(?:--|//)[ \\t]*//[ \\t]*@([A-Z_]+)[ \\t]*(.*)$");

  /** An id as a file name has it, and a SHA-256. */
  private static final Pattern REPLACED =
      Pattern.compile("(\\d{1,30}(?:\\.\\d{1,10})?) ([0-9a-f]{64})(?: .*)?");

  private final String location;
  private int line;
  private int undoLine;
  private @Nullable String irreversible;
  private @Nullable String lossy;
  private boolean upOutsideTransaction;
  private boolean undoOutsideTransaction;
  private final SortedMap<BigDecimal, String> replaces = new TreeMap<>();

  private DirectiveScanner(String location) {
    this.location = location;
  }

  static ScriptDirectives scan(BufferedReader script, String location) throws IOException {
    DirectiveScanner scanner = new DirectiveScanner(location);
    for (String text = script.readLine(); text != null; text = script.readLine()) {
      scanner.line++;
      // Most lines are SQL; the patterns are for the few that are not.
      if (text.indexOf('@') >= 0 || text.contains("//")) {
        scanner.line(text);
      }
    }
    return new ScriptDirectives(
        scanner.undoLine,
        Optional.ofNullable(scanner.irreversible),
        Optional.ofNullable(scanner.lossy),
        scanner.upOutsideTransaction,
        scanner.undoOutsideTransaction,
        scanner.replaces);
  }

  private void line(String text) {
    if (undoLine == 0 && UNDO.matcher(text).matches()) {
      undoLine = line;
      return;
    }
    Matcher directive = DIRECTIVE.matcher(text);
    if (directive.matches()) {
      directive(directive.group(1), directive.group(2).strip());
    }
    Matcher marker = MARKER.matcher(text);
    Matcher bare = BARE_MARKER.matcher(text);
    if (undoLine == 0
        && ((marker.matches() && nearlyUndo(marker.group(1)))
            || (bare.matches() && nearlyUndo(bare.group(1))))) {
      throw new RepositoryException(
          "%s:%d: '%s' is nearly an undo marker, but not one: what follows would be run by 'up'. Write '-- //@UNDO', or reword the comment."
              .formatted(location, line, text.strip()));
    }
  }

  private void directive(String name, String reason) {
    switch (name) {
      case "NO_TRANSACTION" -> {
        if (undoLine == 0) {
          upOutsideTransaction = true;
        } else {
          undoOutsideTransaction = true;
        }
      }
      case "IRREVERSIBLE" -> irreversible = reason(name, reason);
      case "LOSSY" -> lossy = reason(name, reason);
      case "REPLACES" -> replaces(reason);
      default -> {
        // Any other comment, such as -- //@DELIMITER, is not for us.
      }
    }
  }

  private void replaces(String what) {
    Matcher replaced = REPLACED.matcher(what);
    if (!replaced.matches()) {
      throw new RepositoryException(
          "%s:%d: '-- //@REPLACES' is followed by no id and checksum; 'squash' writes it, restore the line."
              .formatted(location, line));
    }
    replaces.put(new BigDecimal(replaced.group(1)), replaced.group(2));
  }

  private String reason(String name, String reason) {
    if (reason.isEmpty()) {
      throw new RepositoryException(
          "%s:%d: '-- //@%s' gives no reason; write it behind the directive, for whoever has to decide one day."
              .formatted(location, line, name));
    }
    return reason;
  }

  /** One letter added, lost, changed or swapped: more would accuse honest comments. */
  private static boolean nearlyUndo(String word) {
    String upper = word.toUpperCase(Locale.ROOT);
    if (upper.equals("UNDO")) {
      return true;
    }
    String sorted =
        upper
            .chars()
            .sorted()
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    return sorted.equals("DNOU") || oneEdit(upper, "UNDO");
  }

  private static boolean oneEdit(String a, String b) {
    int from = 0;
    while (from < a.length() && from < b.length() && a.charAt(from) == b.charAt(from)) {
      from++;
    }
    String restOfA = a.substring(from);
    String restOfB = b.substring(from);
    return tail(restOfA, 1).equals(restOfB)
        || restOfA.equals(tail(restOfB, 1))
        || tail(restOfA, 1).equals(tail(restOfB, 1));
  }

  private static String tail(String text, int from) {
    return text.substring(Math.min(from, text.length()));
  }
}
