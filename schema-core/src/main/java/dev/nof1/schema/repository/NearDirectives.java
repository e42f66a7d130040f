package dev.nof1.schema.repository;

import dev.nof1.schema.error.FileTrouble;
import dev.nof1.schema.error.RepositoryException;
import dev.nof1.schema.error.Spelling;
import dev.nof1.schema.sql.Space;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds comments that are nearly a directive: they are passed over in silence, and whoever wrote
 * them believes that they count. (One that is nearly an undo marker is refused anyhow.)
 */
public final class NearDirectives {
  private static final List<String> NAMES = List.of("NO_TRANSACTION", "IRREVERSIBLE", "LOSSY");
  private static final Pattern MARKED =
      Pattern.compile("^ *(?:-+|/+|#|/\\*)[ /*-]*@ *([A-Za-z]+(?:[_ -][A-Za-z]+)?).*$");
  private static final Pattern BARE =
      Pattern.compile("^ *(?:--|//) *// *([A-Za-z]+(?:[_-][A-Za-z]+)?) *$");

  private NearDirectives() {}

  /**
   * Reads a script's comments.
   *
   * @param script which
   * @return one finding for each such comment
   * @throws RepositoryException if it cannot be read
   */
  public static List<Finding> in(Script script) {
    List<Finding> findings = new ArrayList<>();
    try (var lines = new BufferedReader(new InputStreamReader(script.bytes(), script.charset()))) {
      int number = 0;
      boolean undo = false;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (line.indexOf('@') < 0 && !line.contains("//")) {
          continue;
        }
        String place = script.location() + ":" + number;
        if (DirectiveScanner.UNDO.matcher(line).matches()) {
          if (undo) {
            findings.add(
                new Finding(
                    Finding.Rule.MARKER,
                    place,
                    "%s: this is a second undo marker; only the first counts, and what follows is part of the undo section. Remove it."
                        .formatted(place)));
          }
          undo = true;
        } else if (!isExact(line)) {
          String meant = nearest(Space.asSeen(line));
          if (!meant.isEmpty()) {
            findings.add(
                new Finding(
                    Finding.Rule.MARKER,
                    place,
                    "%s: '%s' is nearly a directive, but not one, so it does nothing. Write '-- //@%s', or reword the comment."
                        .formatted(place, line.strip(), meant)));
          }
        }
      }
    } catch (IOException e) {
      throw new RepositoryException(
          "The script " + script.location() + " cannot be read: " + FileTrouble.reason(e) + ".", e);
    }
    return findings;
  }

  private static boolean isExact(String line) {
    Matcher directive = DirectiveScanner.DIRECTIVE.matcher(line);
    return directive.matches() && NAMES.contains(directive.group(1));
  }

  private static String nearest(String line) {
    for (Pattern pattern : List.of(MARKED, BARE)) {
      Matcher matcher = pattern.matcher(line);
      if (matcher.matches()) {
        String word = letters(matcher.group(1));
        String first = letters(matcher.group(1).split("[_ -]", 2)[0]);
        for (String name : NAMES) {
          if (near(word, letters(name)) || near(first, letters(name))) {
            return name;
          }
        }
      }
    }
    return "";
  }

  private static String letters(String word) {
    return word.toUpperCase(Locale.ROOT).replaceAll("[^A-Z]", "");
  }

  /** Two letters off in a long word, one in a short one: more would accuse honest comments. */
  private static boolean near(String word, String name) {
    return Spelling.distance(word, name) <= (name.length() > 8 ? 2 : 1);
  }
}
