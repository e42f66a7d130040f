package dev.nof1.schema.cli.imports.liquibase;

import dev.nof1.schema.cli.imports.foreign.LeftOut;
import dev.nof1.schema.cli.imports.foreign.Section;
import dev.nof1.schema.cli.imports.foreign.Variables;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reading of formatted SQL, line by line as Liquibase reads it.
 *
 * @see <a href="https://docs.liquibase.com/concepts/changelogs/sql-format.html">Liquibase: SQL
 *     changelogs</a>
 */
final class FormattedSql {
  private static final Pattern HEADER =
      Pattern.compile("(?i)^\\s*--\\s*liquibase\\s*formatted(?!\\w)(.*)$");
  private static final Pattern CHANGESET =
      Pattern.compile("(?i)^\\s*--\\s*changeset\\s+(\"[^\"]+\"|[^:]+):\\s*(\"[^\"]+\"|\\S+)(.*)$");
  private static final Pattern ROLLBACK = Pattern.compile("(?i)^\\s*--\\s*rollback\\s(.*)$");
  private static final Pattern ROLLBACK_BLOCK =
      Pattern.compile("(?i)^\\s*/\\*\\s*liquibase\\s*rollback\\s*$");
  private static final Pattern BLOCK_END = Pattern.compile("^(.*)\\*/\\s*$");
  private static final Pattern CONDITION = Pattern.compile("(?i)^\\s*--\\s*preconditions?\\b.*$");
  private static final Pattern COMMENT = Pattern.compile("(?i)^\\s*--\\s*comments?:? (.*)$");
  private static final Pattern PROPERTY =
      Pattern.compile("(?i)^\\s*--\\s*property\\s+name:\\s*(\\S+)\\s+value:\\s*(\\S+).*$");
  private static final Pattern IGNORE = Pattern.compile("(?i)^\\s*--\\s*ignoreLines:(\\w+).*$");
  private static final Pattern REFERENCE =
      Pattern.compile("(?i).*\\bchangesetId:(\\S+).*\\bchangesetAuthor:(\\S+).*");

  private final String path;
  private final Variables variables;
  private final List<ChangeSet> changeSets;
  private final List<LeftOut> leftOut;
  private final Consumer<String> notes;
  private final Map<String, String> properties = new TreeMap<>();
  private Attributes file = new Attributes("");
  private @Nullable Part part;
  private int ignored;
  private boolean isIgnoring;
  private boolean inRollback;

  private FormattedSql(
      String path,
      Variables variables,
      List<ChangeSet> changeSets,
      List<LeftOut> leftOut,
      Consumer<String> notes) {
    this.path = path;
    this.variables = variables;
    this.changeSets = changeSets;
    this.leftOut = leftOut;
    this.notes = notes;
  }

  /** Checks whether a text is formatted SQL. */
  static boolean isIn(String text) {
    return text.lines()
        .filter(line -> !line.isBlank())
        .findFirst()
        .filter(line -> HEADER.matcher(line).matches())
        .isPresent();
  }

  /**
   * Reads a file.
   *
   * @param changeSets of the files before it, to which its own are added
   * @return values of the properties that it defines
   */
  static Map<String, String> read(
      String text,
      String path,
      Variables variables,
      List<ChangeSet> changeSets,
      List<LeftOut> leftOut,
      Consumer<String> notes) {
    FormattedSql reading = new FormattedSql(path, variables, changeSets, leftOut, notes);
    reading.read(text);
    return reading.properties;
  }

  private void read(String text) {
    // With the line ends, which a string may contain.
    for (String full : text.split("(?<=\n)", -1)) {
      line(full, full.stripTrailing());
    }
    finish();
  }

  private void line(String full, String line) {
    Matcher ignore = IGNORE.matcher(line);
    if (ignore.matches()) {
      isIgnoring = ignore.group(1).equalsIgnoreCase("start");
      ignored = ignore.group(1).matches("\\d{1,6}") ? Integer.parseInt(ignore.group(1)) : 0;
    } else if (isIgnoring || ignored > 0) {
      ignored--;
    } else if (inRollback && part != null) {
      Matcher end = BLOCK_END.matcher(line);
      inRollback = !end.matches();
      part.rollback(inRollback ? full : end.group(1) + "\n");
    } else if (!isOfFile(line) && part != null) {
      ofChangeSet(part, full, line);
    }
  }

  private boolean isOfFile(String line) {
    Matcher changeSet = CHANGESET.matcher(line);
    Matcher header = HEADER.matcher(line);
    Matcher property = PROPERTY.matcher(line);
    if (changeSet.matches()) {
      finish();
      part =
          new Part(
              unquoted(changeSet.group(1)),
              unquoted(changeSet.group(2)),
              new Attributes(changeSet.group(3)));
      return true;
    }
    if (header.matches()) {
      file = new Attributes(header.group(1));
      return true;
    }
    if (property.matches()) {
      properties.putIfAbsent(variables.variable(property.group(1)), property.group(2));
      return true;
    }
    return false;
  }

  private void ofChangeSet(Part of, String full, String line) {
    Matcher rollback = ROLLBACK.matcher(line);
    Matcher comment = COMMENT.matcher(line);
    if (ROLLBACK_BLOCK.matcher(line).matches()) {
      inRollback = true;
    } else if (rollback.matches()) {
      of.rollback(rollback.group(1) + "\n");
    } else if (CONDITION.matcher(line).matches()) {
      of.isConditional = true;
    } else if (comment.matches() && of.comment.isEmpty()) {
      of.comment = comment.group(1).strip();
    } else {
      of.sql.append(full);
    }
  }

  private static String unquoted(String name) {
    return name.strip().replaceAll("^\"|\"$", "");
  }

  private void finish() {
    if (part != null) {
      finish(part);
    }
  }

  private void finish(Part done) {
    Attributes attributes = done.attributes;
    String name = done.author + ":" + done.id + " in " + path;
    Optional<String> delimiter = attributes.delimiter("endDelimiter");
    Optional<String> undoDelimiter = attributes.delimiter("rollbackEndDelimiter");
    Optional<String> why = reason(attributes, delimiter, undoDelimiter);
    if (why.isPresent()) {
      leftOut.add(new LeftOut(name, why.get()));
      return;
    }
    if (done.isConditional) {
      notes.accept("%s has preconditions; the migration runs without asking them.".formatted(name));
    }
    for (String again : new String[] {"runOnChange", "runAlways"}) {
      if (attributes.is(again, false)) {
        notes.accept(
            "%s is %s in Liquibase; it is taken over once. A later change of it goes into a new migration."
                .formatted(name, again));
      }
    }
    boolean outside = !attributes.is("runInTransaction", true);
    Section up = Section.of(done.sql.toString(), outside, delimiter.orElse(";"), variables);
    changeSets.add(
        new ChangeSet(
            attributes.get("logicalFilePath").or(() -> file.get("logicalFilePath")).orElse(path),
            done.id,
            done.author,
            done.comment,
            up,
            undo(done, outside, undoDelimiter.orElse(";"), name)));
  }

  private static Optional<String> reason(
      Attributes attributes, Optional<String> delimiter, Optional<String> undoDelimiter) {
    if (attributes.is("ignore", false)) {
      return Optional.of("it says ignore:true");
    }
    if (attributes.isForAnother()) {
      return Optional.of(
          "it is for another database (dbms:" + attributes.get("dbms").orElse("") + ")");
    }
    if (delimiter.isEmpty() || undoDelimiter.isEmpty()) {
      return Optional.of(
          "its delimiter is a pattern; import the SQL that Liquibase writes (update-sql) instead");
    }
    return attributes
        .condition()
        .map(
            condition ->
                "it is conditional (%s), and a migration runs always; import the SQL that Liquibase writes for the contexts and labels you want (update-sql)"
                    .formatted(condition));
  }

  private Optional<Section> undo(Part part, boolean outside, String delimiter, String name) {
    String rollback = part.rollback.toString().strip();
    Matcher reference = REFERENCE.matcher(rollback);
    if (rollback.isEmpty()) {
      return Optional.empty();
    }
    if (rollback.matches("(?i)(?:not required|empty).*")) {
      return Optional.of(
          new Section("SELECT 1; -- Its author says that nothing is to be undone.", false, ";"));
    }
    if (!reference.matches()) {
      return Optional.of(Section.of(part.rollback.toString(), outside, delimiter, variables));
    }
    Optional<Section> of =
        changeSets.stream()
            .filter(c -> c.id().equals(reference.group(1)) && c.author().equals(reference.group(2)))
            .map(ChangeSet::up)
            .findFirst();
    if (of.isEmpty()) {
      notes.accept(
          "%s is rolled back by %s:%s, which is not before it; write its undo section."
              .formatted(name, reference.group(2), reference.group(1)));
    }
    return of;
  }

  /** A changeset while its lines are read. */
  private static final class Part {
    private final String author;
    private final String id;
    private final Attributes attributes;
    private final StringBuilder sql = new StringBuilder();
    private final StringBuilder rollback = new StringBuilder();
    private String comment = "";
    private boolean isConditional;

    private Part(String author, String id, Attributes attributes) {
      this.author = author;
      this.id = id;
      this.attributes = attributes;
    }

    private void rollback(String line) {
      rollback.append(line);
    }
  }
}
