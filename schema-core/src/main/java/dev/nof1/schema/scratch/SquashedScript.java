package dev.nof1.schema.scratch;

import dev.nof1.schema.error.RepositoryException;
import dev.nof1.schema.repository.Direction;
import dev.nof1.schema.repository.Migration;
import dev.nof1.schema.repository.Script;
import dev.nof1.schema.repository.ScriptDirectives;
import dev.nof1.schema.repository.ScriptSettings;
import dev.nof1.schema.sql.SqlProblemException;
import dev.nof1.schema.sql.SqlReader;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Several scripts as the text of one: up sections in order, undo sections in reverse. */
final class SquashedScript {
  /**
   * Matches directives that count for a whole section or file, so that they stand once, at its
   * head.
   */
  private static final Pattern SAID_AT_THE_HEAD =
      Pattern.compile(
          "^[ \\t]*(?:--|//)[ \\t]*//[ \\t]*@(?:NO_TRANSACTION|IRREVERSIBLE|LOSSY|REPLACES)(?![A-Z_]).*$");

  private static final Pattern DELIMITER =
      Pattern.compile("^\\s*(?:--|//)\\s*(?://)?\\s*@DELIMITER\\s", Pattern.CASE_INSENSITIVE);

  private final List<Script> scripts;
  private final ScriptSettings settings;
  private final String changelog;
  private final StringBuilder text = new StringBuilder();

  SquashedScript(List<Script> scripts, ScriptSettings settings, String changelogName) {
    this.scripts = scripts;
    this.settings = settings;
    // As the scripts themselves say it: the stock tool knows the variable only where it is set.
    this.changelog =
        sections(Direction.UP).stream().anyMatch(s -> s.contains("${changelog}"))
            ? "${changelog}"
            : changelogName;
  }

  String text() {
    Migration last = scripts.get(scripts.size() - 1).migration();
    line("-- // " + last.description());
    line("--");
    line(
        "-- What the migrations up to %s gave, as one: first all their up sections, then"
            .formatted(last.version()));
    line(
        "-- all their undo sections, the newest first. Databases that had applied them take it as");
    line("-- applied; one that had only some of them is refused by the first statement.");
    line("--");
    replaces().forEach((id, what) -> line("-- //@REPLACES " + id.toPlainString() + " " + what));
    String irreversible = irreversible();
    if (!irreversible.isEmpty()) {
      line("-- //@IRREVERSIBLE " + irreversible);
    }
    outsideTransaction(Direction.UP);
    line("");
    line(guard());
    parts(Direction.UP, scripts);
    if (irreversible.isEmpty()) {
      undo();
    }
    return text.toString();
  }

  private void undo() {
    line("");
    line("-- //@UNDO");
    String lossy = reasons(ScriptDirectives::lossy);
    if (!lossy.isEmpty()) {
      line("-- //@LOSSY " + lossy);
    }
    outsideTransaction(Direction.DOWN);
    List<Script> newestFirst = new ArrayList<>(scripts);
    Collections.reverse(newestFirst);
    parts(Direction.DOWN, newestFirst);
    line("");
    line(
        "-- The rows of the migrations that this one replaces, where the changelog is still there.");
    line(
        whereThereIsAChangelog(
            "DELETE FROM %s WHERE id IN (%s);".formatted(changelog, olderIds())));
  }

  private void parts(Direction direction, List<Script> ordered) {
    List<String> sections = sections(direction, ordered);
    for (int i = 0; i < ordered.size(); i++) {
      line("");
      line(
          "-- ---- "
              + ordered.get(i).migration().version()
              + " "
              + ordered.get(i).migration().description());
      part(ordered.get(i), sections.get(i));
    }
  }

  private void part(Script script, String section) {
    List<String> lines =
        section
            .lines()
            .filter(line -> !SAID_AT_THE_HEAD.matcher(line).matches())
            .collect(Collectors.toCollection(ArrayList::new));
    while (!lines.isEmpty() && lines.get(0).isBlank()) {
      lines.remove(0);
    }
    while (!lines.isEmpty() && lines.get(lines.size() - 1).isBlank()) {
      lines.remove(lines.size() - 1);
    }
    lines.forEach(this::line);
    if (!isEnded(script, section)) {
      line(settings.delimiter().text());
    }
    if (lines.stream().anyMatch(line -> DELIMITER.matcher(line).find())) {
      line("-- //@DELIMITER " + settings.delimiter().text());
    }
  }

  /**
   * Checks whether the section's last statement is ended, so that a statement that follows is one
   * of its own.
   */
  private boolean isEnded(Script script, String section) {
    return statements(script, section) < statements(script, section + "\nSELECT 1");
  }

  private int statements(Script script, String section) {
    try (SqlReader reader = new SqlReader(new StringReader(section), settings.delimiter(), 1)) {
      int statements = 0;
      while (reader.next() != null) {
        statements++;
      }
      return statements;
    } catch (SqlProblemException e) {
      throw new RepositoryException(
          "%s: %s. Nothing was changed.".formatted(script.location(), e.getMessage()), e);
    } catch (IOException e) {
      throw unreadable(script, e);
    }
  }

  /** The stock tool ends a statement at any line with a semicolon, so this is one line. */
  private String guard() {
    return whereThereIsAChangelog(
        "IF EXISTS (SELECT FROM %s WHERE id IN (%s)) THEN RAISE EXCEPTION 'this database has some of the migrations that %s replaces, and not all; bring it there with the older scripts'; END IF;"
            .formatted(changelog, olderIds(), newestId()));
  }

  private String whereThereIsAChangelog(String then) {
    String delimiter = settings.delimiter().text();
    return "DO $squash$ BEGIN IF to_regclass('%s') IS NOT NULL THEN %s END IF; END $squash$;%s"
        .formatted(
            changelog.replace("'", "''"), then, delimiter.equals(";") ? "" : "\n" + delimiter);
  }

  private String olderIds() {
    return replaces().keySet().stream()
        .filter(id -> id.compareTo(new BigDecimal(newestId())) < 0)
        .map(BigDecimal::toPlainString)
        .collect(Collectors.joining(", "));
  }

  private String newestId() {
    return scripts.get(scripts.size() - 1).migration().version();
  }

  /** Lists the scripts that the one script replaces, with those that earlier squashes replaced. */
  private Map<BigDecimal, String> replaces() {
    Map<BigDecimal, String> replaces = new TreeMap<>();
    for (Script script : scripts) {
      Migration m = script.migration();
      script.directives().replaces().forEach(replaces::put);
      replaces.put(m.id(), script.checksum() + " " + m.description());
    }
    return replaces;
  }

  private String irreversible() {
    List<String> reasons = new ArrayList<>();
    for (Script script : scripts) {
      ScriptDirectives directives = script.directives();
      directives.irreversible().ifPresent(reason -> reasons.add(said(script, reason)));
      if (directives.irreversible().isEmpty() && directives.undoLine() == 0) {
        reasons.add(said(script, "it had no undo section"));
      }
    }
    return String.join("; ", reasons);
  }

  private String reasons(Function<ScriptDirectives, Optional<String>> which) {
    List<String> reasons = new ArrayList<>();
    for (Script script : scripts) {
      which.apply(script.directives()).ifPresent(reason -> reasons.add(said(script, reason)));
    }
    return String.join("; ", reasons);
  }

  private static String said(Script script, String reason) {
    return script.migration().version() + ": " + reason;
  }

  private void outsideTransaction(Direction direction) {
    if (scripts.stream().anyMatch(s -> s.directives().outsideTransaction(direction))) {
      line("-- //@NO_TRANSACTION");
    }
  }

  private List<String> sections(Direction direction) {
    return sections(direction, scripts);
  }

  private static List<String> sections(Direction direction, List<Script> ordered) {
    List<String> sections = new ArrayList<>();
    for (Script script : ordered) {
      try {
        sections.add(script.section(direction).orElse(""));
      } catch (IOException e) {
        throw unreadable(script, e);
      }
    }
    return sections;
  }

  private static RepositoryException unreadable(Script script, IOException e) {
    return new RepositoryException(
        "The script %s cannot be read: %s. Nothing was changed."
            .formatted(script.location(), e.getMessage()),
        e);
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
