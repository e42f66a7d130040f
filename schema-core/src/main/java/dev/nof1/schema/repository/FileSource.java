package dev.nof1.schema.repository;

import dev.nof1.schema.error.RepositoryException;
import dev.nof1.schema.repository.file.ScriptFiles;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Scripts that are files, named as MyBatis names them: {@code <id>_<words>.sql}. */
record FileSource(ScriptFiles files) implements MigrationSource {
  private static final String BOOTSTRAP = "bootstrap.sql";
  private static final String ON_ABORT = "onabort.sql";

  /** Scripts of MyBatis's that are not migrations. */
  private static final Set<String> NOT_MIGRATIONS = Set.of(BOOTSTRAP, ON_ABORT);

  private static final Comparator<Script> ORDER =
      Comparator.comparing(Script::migration).thenComparing(Script::location);

  /** Far beyond what the changelog's column holds. */
  private static final int LONGEST = 100;

  @Override
  public List<Script> scripts(ScriptSettings settings) {
    List<Script> scripts = new ArrayList<>();
    for (String name : files.names()) {
      if (name.endsWith(".sql") && !NOT_MIGRATIONS.contains(name)) {
        scripts.add(new FileScript(files, parse(name), settings));
      }
    }
    return sorted(scripts);
  }

  @Override
  public Inspection inspect(ScriptSettings settings) {
    List<Script> scripts = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    for (String name : files.names()) {
      if (name.endsWith(".sql") && !NOT_MIGRATIONS.contains(name)) {
        try {
          scripts.add(new FileScript(files, parse(name), settings));
        } catch (RepositoryException e) {
          findings.add(new Finding(Finding.Rule.NAME, files.location(name), e.finding()));
        }
      }
    }
    scripts.sort(ORDER);
    List<Script> unique = new ArrayList<>();
    for (Script script : scripts) {
      Script last = unique.isEmpty() ? null : unique.get(unique.size() - 1);
      if (last != null && last.migration().compareTo(script.migration()) == 0) {
        findings.add(
            new Finding(
                Finding.Rule.DUPLICATE, script.location(), duplicate(last, script).finding()));
      } else {
        unique.add(script);
      }
    }
    return new Inspection(unique, findings);
  }

  @Override
  public Optional<Script> bootstrap(ScriptSettings settings) {
    return files.names().contains(BOOTSTRAP)
        ? Optional.of(
            new FileScript(files, new Migration(BigDecimal.ZERO, "bootstrap", BOOTSTRAP), settings))
        : Optional.empty();
  }

  @Override
  public Optional<Script> onAbort(ScriptSettings settings) {
    return files.names().contains(ON_ABORT)
        ? Optional.of(
            new FileScript(files, new Migration(BigDecimal.ZERO, "onabort", ON_ABORT), settings))
        : Optional.empty();
  }

  private Migration parse(String name) {
    String stem = name.substring(0, name.length() - ".sql".length());
    int underscore = stem.indexOf('_');
    String id = underscore < 0 ? stem : stem.substring(0, underscore);
    try {
      String description = underscore < 0 ? "" : stem.substring(underscore + 1).replace('_', ' ');
      return new Migration(number(id), description, name);
    } catch (NumberFormatException e) {
      throw new RepositoryException(
          "%s: the name does not start with a number and an underscore, so its place in the order is unknown. Name it as 'new' does: 20260101120000_some_words.sql, or move it out of the folder."
              .formatted(files.location(name)),
          e);
    }
  }

  /**
   * Refuses 1e999999999, which Java takes for a number too, as an id: written out it would fill
   * memory.
   */
  private static BigDecimal number(String id) {
    BigDecimal number = new BigDecimal(id);
    if (Math.abs((long) number.scale()) > LONGEST || number.precision() > LONGEST) {
      throw new NumberFormatException(id);
    }
    return number;
  }

  /** By id; two with one id are refused, whatever the digits ({@code 1} and {@code 001}). */
  static List<Script> sorted(List<Script> scripts) {
    scripts.sort(ORDER);
    for (int i = 1; i < scripts.size(); i++) {
      Script one = scripts.get(i - 1);
      Script other = scripts.get(i);
      if (one.migration().compareTo(other.migration()) == 0) {
        throw duplicate(one, other);
      }
    }
    return List.copyOf(scripts);
  }

  private static RepositoryException duplicate(Script one, Script other) {
    return RepositoryException.unrun(
        "Two scripts have the id %s: %s and %s."
            .formatted(one.migration().version(), one.location(), other.location()),
        "Give the newer one a new id (rename its file); the changelog can hold each id once.",
        null);
  }
}
