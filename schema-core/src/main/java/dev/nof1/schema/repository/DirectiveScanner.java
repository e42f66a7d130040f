package dev.nof1.schema.repository;

import dev.nof1.schema.error.RepositoryException;
import dev.nof1.schema.sql.Directives;
import dev.nof1.schema.sql.Space;
import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the directives of a script, line by line as MyBatis finds its undo marker, and refuses what
 * a reader takes for one and the tools do not.
 */
final class DirectiveScanner {
  /** MyBatis's own: case-sensitive, the first one counts. */
  static final Pattern UNDO = Pattern.compile("^[ \\t]*(?:--|//)[ \\t]*//[ \\t]*@UNDO.*$");

  /** Pattern of this project's directives, which no other tool has to read. */
  static final Pattern DIRECTIVE =
      Pattern.compile("^%1$s*(?:--|//)%1$s*//%1$s*@([A-Z_]+)%1$s*(.*)$".formatted(Space.ONE));

  private static final Set<String> NAMES =
      Set.of("NO_TRANSACTION", "IRREVERSIBLE", "LOSSY", "REPLACES");

  /** Pattern of a line as people see it: a comment whose first word starts with an at sign. */
  private static final Pattern MARKER =
      Pattern.compile("^ *(?:-+|/+|#|/\\*)[ /*-]*@ *([A-Za-z]+(?:_[A-Za-z]+)*) *(.*)$");

  /** The at sign forgotten: {@code -- //UNDO}. A comment of more words than that is a comment. */
  private static final Pattern BARE_MARKER = Pattern.compile("^ *(?:--|//) *// *([A-Za-z]+) *$");

  /** A comment that ends in the marker: {@code -- // undo is here: @UNDO}. */
  private static final Pattern LAST_WORD =
      Pattern.compile("^ *(?:-+|/+|#|/\\*).*(?<![\\w.])@UNDO[ .:*/]*$");

  /** A comment with the marker among other words. */
  private static final Pattern AMONG_WORDS =
      Pattern.compile("^ *(?:-+|/+|#|/\\*).*(?<![\\w.])@UNDO(?!\\w).*$");

  /** The marker behind SQL that has no quotes: in a string it may stand. */
  private static final Pattern AFTER_SQL =
      Pattern.compile("^ *+(?!--|//|#|/\\*)[^'\"$]*?(?:--|//) *// *@UNDO(?!\\w).*$");

  /** An id as a file name has it, and a SHA-256. */
  private static final Pattern REPLACED =
      Pattern.compile("(\\d{1,30}(?:\\.\\d{1,10})?) ([0-9a-f]{64})(?: .*)?");

  private final String location;
  private int line;
  private int undoLine;
  private int mentionLine;
  private String mention = "";
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
    scanner.read(script);
    if (scanner.undoLine == 0 && scanner.mentionLine > 0) {
      throw scanner.nearlyUndo(scanner.mentionLine, scanner.mention);
    }
    return scanner.found();
  }

  /** Scans a text that is an undo section as a whole. */
  static ScriptDirectives scanUndo(BufferedReader section, String location) throws IOException {
    DirectiveScanner scanner = new DirectiveScanner(location);
    scanner.undoLine = 1;
    scanner.read(section);
    return scanner.found();
  }

  private void read(BufferedReader script) throws IOException {
    for (String text = script.readLine(); text != null; text = script.readLine()) {
      line++;
      // Most lines are SQL; the patterns are for the few that are not.
      if (text.indexOf('@') >= 0 || text.contains("//")) {
        line(text);
      }
    }
  }

  private ScriptDirectives found() {
    return new ScriptDirectives(
        undoLine,
        Optional.ofNullable(irreversible),
        Optional.ofNullable(lossy),
        upOutsideTransaction,
        undoOutsideTransaction,
        replaces);
  }

  private void line(String text) {
    if (undoLine == 0 && UNDO.matcher(text).matches()) {
      undoLine = line;
      return;
    }
    String seen = Space.asSeen(text);
    if (undoLine == 0) {
      refuseNearlyUndo(text, seen);
    }
    Matcher directive = DIRECTIVE.matcher(text);
    boolean exact = directive.matches();
    if (isNearly(text, seen, exact)) {
      throw new RepositoryException(
          "%s:%d: '%s' is nearly a directive, but not one%s: it would do nothing. Write it with spaces only, or reword the comment."
              .formatted(location, line, text.strip(), because(text)));
    }
    if (exact) {
      directive(directive.group(1), directive.group(2).strip());
    }
  }

  private void refuseNearlyUndo(String text, String seen) {
    Matcher marker = MARKER.matcher(seen);
    Matcher bare = BARE_MARKER.matcher(seen);
    if (UNDO.matcher(seen).matches()
        || (marker.matches() && nearlyUndo(marker.group(1)))
        || (bare.matches() && nearlyUndo(bare.group(1)))
        || LAST_WORD.matcher(seen).matches()
        || AFTER_SQL.matcher(seen).matches()) {
      throw nearlyUndo(line, text);
    }
    // With a marker further down it is what it looks like, a comment.
    if (mentionLine == 0 && AMONG_WORDS.matcher(seen).matches()) {
      mentionLine = line;
      mention = text;
    }
  }

  private RepositoryException nearlyUndo(int where, String text) {
    return new RepositoryException(
        "%s:%d: '%s' is nearly an undo marker, but not one%s: what follows would be run by 'up'. Write '-- //@UNDO', or reword the comment."
            .formatted(location, where, text.strip(), because(text)));
  }

  /** A directive that would do nothing, for a blank that only looks like one. */
  private static boolean isNearly(String text, String seen, boolean exact) {
    Matcher meant = DIRECTIVE.matcher(seen);
    return (!exact && meant.matches() && NAMES.contains(meant.group(1)))
        || (Directives.delimiter(seen) != null && Directives.delimiter(text) == null);
  }

  private static String because(String text) {
    String odd = Space.oddIn(text);
    return odd.isEmpty() ? "" : " (it contains " + odd + ")";
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
    if (Space.asSeen(reason).isBlank()) {
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
