package dev.nof1.schema;

import dev.nof1.schema.changelog.Changelog;
import dev.nof1.schema.error.RepositoryException;
import dev.nof1.schema.offline.SqlFile;
import dev.nof1.schema.plan.Plan;
import dev.nof1.schema.plan.PlannedStatements;
import dev.nof1.schema.plan.Planner;
import dev.nof1.schema.plan.Preflight;
import dev.nof1.schema.plan.State;
import dev.nof1.schema.plan.Status;
import dev.nof1.schema.plan.Step;
import dev.nof1.schema.plan.Target;
import dev.nof1.schema.repository.Direction;
import dev.nof1.schema.repository.Migration;
import dev.nof1.schema.repository.MigrationSource;
import dev.nof1.schema.repository.Script;
import dev.nof1.schema.repository.ScriptSettings;
import dev.nof1.schema.repository.file.HeldTexts;
import dev.nof1.schema.sql.SqlStatement;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * A repository's migrations as SQL, to be run where this library is not: by psql, or over JDBC.
 *
 * <p>What is written gives what {@link Migrations} gives: each migration and its changelog row are
 * one transaction, unless its script says {@code -- //@NO_TRANSACTION}; nothing runs while another
 * migrator holds the lock, nor where the changelog does not fit; settings that a script changes are
 * restored after it. APPLIED_AT is when the SQL is run. Values of variables are filled in, so what
 * is written may hold secrets.
 *
 * <p>Connects to nothing. Immutable and safe for use by several threads.
 */
public final class OfflineMigrations {

  /** Program that will read the SQL. */
  public enum Form {
    /** psql; the text sets it to stop at the first error. */
    PSQL,
    /** Anything that reads SQL and stops at the first error, such as a JDBC connection. */
    PLAIN
  }

  private final MigrationSource source;
  private final ScriptSettings settings;
  private final Changelog changelog;
  private final Clock clock;

  private OfflineMigrations(
      MigrationSource source, ScriptSettings settings, Changelog changelog, Clock clock) {
    this.source = source;
    this.settings = settings;
    this.changelog = changelog;
    this.clock = clock;
  }

  /**
   * The migrations of a repository.
   *
   * @param source where the scripts are
   * @param settings how they are read; {@code ${changelog}} is added
   * @param changelog the table's name, as in SQL
   * @param clock whose zone APPLIED_AT is in
   * @return the migrations; nothing is read yet
   * @throws dev.nof1.schema.error.ConfigurationException if the changelog's name cannot be one
   */
  public static OfflineMigrations of(
      MigrationSource source, ScriptSettings settings, String changelog, Clock clock) {
    return new OfflineMigrations(
        source,
        settings.with(Map.of("changelog", changelog)),
        new Changelog(changelog, clock),
        clock);
  }

  /**
   * The steps from one version to another, whatever a database has: those with an id above the
   * lower and up to the higher one; undone, newest first, where {@code from} is the higher one.
   *
   * @param from 0 or less for base; need not be the id of a migration
   * @param to likewise
   * @return the steps, perhaps none
   * @throws RepositoryException if the scripts cannot be listed
   */
  public List<Step> between(BigDecimal from, BigDecimal to) {
    BigDecimal low = from.min(to);
    BigDecimal high = from.max(to);
    List<Script> scripts =
        source.scripts(settings).stream()
            .filter(s -> s.migration().id().compareTo(low) > 0)
            .filter(s -> s.migration().id().compareTo(high) <= 0)
            .toList();
    return steps(scripts, from.compareTo(to) > 0);
  }

  /**
   * The steps that a database lacks, those out of order too.
   *
   * @param status where it stands
   * @param undo whether to take them back instead, newest first, once they have been applied
   * @return the steps, perhaps none
   * @throws RepositoryException if the scripts cannot be listed
   */
  public List<Step> pending(Status status, boolean undo) {
    Set<BigDecimal> pending = new TreeSet<>();
    status.in(State.PENDING).forEach(m -> pending.add(m.id()));
    return steps(
        source.scripts(settings).stream()
            .filter(s -> pending.contains(s.migration().id()))
            .toList(),
        undo);
  }

  /**
   * The migrations, by id.
   *
   * @return all that have a script
   * @throws RepositoryException if the scripts cannot be listed
   */
  public List<Migration> migrations() {
    return source.scripts(settings).stream().map(Script::migration).toList();
  }

  /**
   * Gives the status of a database that is not there yet: all is pending.
   *
   * @param database the name that it will have
   * @return each migration
   * @throws RepositoryException if the scripts cannot be listed
   */
  public Status statusAtBase(String database) {
    return Planner.status(database, source.scripts(settings), List.of());
  }

  /**
   * Says what {@link Migrations#run} would do to a database that is not there yet, after the same
   * checks.
   *
   * @param database the name that it will have
   * @param target where it would be brought
   * @param singleTransaction whether all would be one transaction
   * @param warnings receives what is allowed, but hardly meant
   * @return the steps
   * @throws RepositoryException if a run would be refused, whatever for
   */
  public Plan planFromBase(
      String database, Target target, boolean singleTransaction, Consumer<String> warnings) {
    List<Script> scripts = source.scripts(settings);
    try (HeldTexts texts = new HeldTexts()) {
      Planner planner = new Planner(scripts, script -> script.held(texts));
      return Preflight.checked(
          planner.plan(Planner.status(database, scripts, List.of()), target),
          singleTransaction,
          warnings);
    }
  }

  /**
   * Reads what a plan would send, as {@link Migrations#statements} does.
   *
   * @param plan what {@link #planFromBase} gave
   * @param each receives each statement, in order
   * @throws RepositoryException if a script cannot be read
   */
  public void statements(Plan plan, BiConsumer<Step, SqlStatement> each) {
    PlannedStatements.read(plan, source.scripts(settings), settings, each);
  }

  /**
   * Writes steps as SQL. Every script is checked first, as before it is run.
   *
   * @param steps which, in order
   * @param form who will read it
   * @param out where to; neither flushed nor closed
   * @throws RepositoryException if a script cannot be run; nothing was written
   * @throws IOException if it cannot be written, or a script not be read any more
   */
  public void write(List<Step> steps, Form form, Appendable out) throws IOException {
    write(steps, form, out, new Around() {});
  }

  /** Callbacks around the steps while they are written; by default they do nothing. */
  public interface Around {
    /** The file is begun, and no step is written yet. */
    default void begun() {}

    /**
     * A step is about to be written.
     *
     * @param step which
     */
    default void before(Step step) {}

    /**
     * A step is written.
     *
     * @param step which
     */
    default void after(Step step) {}

    /** All steps are written, and the end of the file is not. */
    default void ending() {}
  }

  /**
   * Writes steps as SQL, and lets something be done around them, such as writing something else.
   *
   * @param steps which, in order
   * @param form who will read it
   * @param out where to; neither flushed nor closed
   * @param around called on this thread; what it throws ends the writing
   * @throws RepositoryException if a script cannot be run; nothing was written
   * @throws IOException if it cannot be written, or a script not be read any more
   */
  public void write(List<Step> steps, Form form, Appendable out, Around around) throws IOException {
    try (HeldTexts texts = new HeldTexts()) {
      writeHeld(held(steps, texts), form, out, around);
    }
  }

  private static List<Step> held(List<Step> steps, HeldTexts texts) {
    return steps.stream().map(step -> Preflight.checked(step.held(texts), false)).toList();
  }

  private void writeHeld(List<Step> steps, Form form, Appendable out, Around around)
      throws IOException {
    SqlFile file = file(form == Form.PSQL, out);
    List<String> title = new ArrayList<>();
    title.add(count(steps) + " as SQL, written by schema-cli.");
    title.add(
        form == Form.PSQL
            ? "Run it with psql -f; it stops at the first error, and what was committed by then stays."
            : "Run it statement by statement in auto-commit mode, and stop at the first error.");
    file.begin(title);
    List<Migration> undone = in(steps, Direction.DOWN);
    Set<BigDecimal> seen = new HashSet<>();
    undone.forEach(m -> seen.add(m.id()));
    file.expect(undone, true);
    file.expect(
        in(steps, Direction.UP).stream().filter(m -> !seen.contains(m.id())).toList(), false);
    around.begun();
    for (Step step : steps) {
      around.before(step);
      file.step(step.script(), step.direction());
      around.after(step);
    }
    around.ending();
    file.end();
  }

  /**
   * Writes one file for psql that applies, to any database, those migrations that it lacks: an
   * empty one comes to head, one at head stays as it is.
   *
   * @param out where to; neither flushed nor closed
   * @throws RepositoryException if a script cannot be run; nothing was written
   * @throws IOException if it cannot be written, or a script not be read any more
   */
  public void writeWhatIsPending(Appendable out) throws IOException {
    try (HeldTexts texts = new HeldTexts()) {
      List<Step> steps = held(steps(source.scripts(settings), false), texts);
      SqlFile file = file(true, out);
      file.begin(
          List.of(
              count(steps) + " for psql and /docker-entrypoint-initdb.d/, written by schema-cli.",
              "Applies those that the database lacks, so it can be run again."));
      for (Step step : steps) {
        file.stepIfPending(step.script());
      }
      file.end();
    }
  }

  private static String count(List<Step> steps) {
    return steps.size() == 1 ? "1 migration" : steps.size() + " migrations";
  }

  private SqlFile file(boolean psql, Appendable out) {
    return new SqlFile(out, changelog.name(), clock.getZone(), settings.sessionTimeZone(), psql);
  }

  private static List<Step> steps(List<Script> scripts, boolean undo) {
    List<Step> steps = new ArrayList<>();
    scripts.forEach(s -> steps.add(new Step(undo ? Direction.DOWN : Direction.UP, s)));
    if (undo) {
      Collections.reverse(steps);
    }
    return List.copyOf(steps);
  }

  private static List<Migration> in(List<Step> steps, Direction direction) {
    return steps.stream()
        .filter(step -> step.direction() == direction)
        .map(Step::migration)
        .toList();
  }
}
