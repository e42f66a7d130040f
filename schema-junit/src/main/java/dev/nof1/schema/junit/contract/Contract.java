package dev.nof1.schema.junit.contract;

import dev.nof1.schema.repository.ScriptDirectives;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Tests of a {@link MigrationContract}, made of what few walks through the migrations show. */
final class Contract implements AutoCloseable {
  /** Factory that reports what undoing leaves of the schema. */
  private static final String TRACES = "downLeavesNoTrace";

  private static final String ROWS = "rowsSurvive";

  private final ContractScripts scripts;
  private final ProofDatabases databases;
  private final UpDownWalk walk;
  private final ContractReport report;
  private final RepositoryProofs repository;
  private final SchemaFile.Finder files;
  private final Set<String> factories;
  private final boolean hasRows;

  /**
   * Runs nothing yet.
   *
   * @param factories the proofs that the class has
   * @param hasRows whether the class has rows of its own
   */
  Contract(
      ProofDatabases databases, SchemaFile.Finder files, Set<String> factories, boolean hasRows) {
    this.databases = databases;
    this.files = files;
    this.factories = factories;
    this.hasRows = hasRows;
    scripts = databases.scripts();
    walk = new UpDownWalk(databases, factories.contains(ROWS));
    report = new ContractReport(scripts.settings());
    repository = new RepositoryProofs(databases, walk);
  }

  Stream<DynamicTest> ids() {
    return IdRules.ALL.stream()
        .map(rule -> test(rule.title(), () -> Verdict.of(rule.violation(scripts))));
  }

  Stream<DynamicTest> undoSections() {
    return each(
        "has an undo section, or says why it cannot be undone",
        index -> Verdict.of(scripts.undoProblem(index)));
  }

  Stream<DynamicTest> stairway() {
    return each("can be applied, undone and applied again", this::stairway);
  }

  private Verdict stairway(int index) {
    WalkStep step = walk.step(index);
    if (step.notReached().isPresent()) {
      return new Verdict.Blocked(step.notReached().get());
    }
    Optional<Violation> failed = step.up().or(step::down);
    if (failed.isPresent()) {
      return new Verdict.Violated(failed.get());
    }
    return notUndone(index).orElseGet(() -> appliedAgain(index, step));
  }

  /** Leaves to the test that is meant for it what undoing has left, which is in the way. */
  private Verdict appliedAgain(int index, WalkStep step) {
    if (step.again().isEmpty()) {
      return Verdict.PROVED;
    }
    boolean trace = !step.trace().isEmpty() && factories.contains(TRACES);
    boolean rows = !step.rows().isEmpty() && lossy(index).isEmpty();
    if (trace || rows) {
      return new Verdict.Skipped(
          "Not told: it cannot be applied again because undoing it leaves something behind; see '%s'."
              .formatted(trace ? Titles.TRACE : Titles.ROWS));
    }
    Violation again = step.again().get();
    return new Verdict.Violated(
        step.trace().isEmpty()
            ? again
            : new Violation(
                again.title(), again.subject(), again.message() + "\n" + step.traceText()));
  }

  private Optional<String> lossy(int index) {
    return scripts.directives(index).flatMap(ScriptDirectives::lossy);
  }

  Stream<DynamicTest> traces() {
    return each(
        "leaves the schema as it was once it is undone",
        index ->
            notJudged(index)
                .orElseGet(() -> Verdict.of(walk.step(index).traceOf(scripts.migration(index)))));
  }

  Stream<DynamicTest> twice() {
    return one(
        "at head, a second up runs nothing and leaves schema and changelog as they were",
        repository::twice);
  }

  Stream<DynamicTest> offline() {
    return one(
        "what script writes, run by a plain JDBC connection, gives the schema and changelog of up",
        repository::offline);
  }

  Stream<DynamicTest> base() {
    return one(
        "after up and down base there is what there was before the first migration",
        repository::base);
  }

  Stream<DynamicTest> file(Optional<String> named) {
    return one(
        "the migrations give what the file declares", () -> repository.file(files.find(named)));
  }

  Stream<DynamicTest> rows(RowProof.Rows rows) {
    return each(
        "gives back the same rows once it is undone",
        index -> notJudged(index).orElseGet(() -> survive(index, rows)));
  }

  private Verdict survive(int index, RowProof.Rows rows) {
    Optional<String> loss = lossy(index);
    if (loss.isPresent()) {
      return new Verdict.Skipped(
          "Undoing it loses rows, its script says: %s.".formatted(loss.get()));
    }
    RowProof proof = new RowProof(databases, rows);
    return Verdict.of(hasRows ? proof.of(index) : proof.of(index, walk.step(index).rows()));
  }

  /** Returns why undoing a migration cannot be judged, if it cannot. */
  private Optional<Verdict> notJudged(int index) {
    return walk.step(index)
        .inTheWay()
        .<Verdict>map(Verdict.Blocked::new)
        .or(() -> notUndone(index));
  }

  private Optional<Verdict> notUndone(int index) {
    return scripts
        .irreversible(index)
        .<Verdict>map(
            reason ->
                new Verdict.Skipped("It cannot be undone, its script says: %s.".formatted(reason)))
        .or(() -> scripts.undoProblem(index).map(Verdict.Blocked::new));
  }

  /** Makes one test for each migration. */
  private Stream<DynamicTest> each(String proves, IntFunction<Verdict> proof) {
    if (IdRules.unusable(scripts).isPresent() || scripts.count() == 0) {
      return one("each migration " + proves, () -> Verdict.PROVED);
    }
    return IntStream.range(0, scripts.count())
        .mapToObj(index -> test(scripts.migration(index) + " " + proves, () -> proof.apply(index)));
  }

  /** Makes one test for all of them. */
  private Stream<DynamicTest> one(String proves, Callable<Verdict> proof) {
    return Stream.of(
        test(
            proves,
            () -> {
              Optional<Violation> unusable = IdRules.unusable(scripts);
              if (unusable.isPresent()) {
                return new Verdict.Blocked(unusable.get());
              }
              return scripts.count() == 0
                  ? new Verdict.Skipped("There are no migrations.")
                  : proof.call();
            }));
  }

  /** Makes a test. They share databases, whatever the class says about parallel tests. */
  private DynamicTest test(String name, Callable<Verdict> proof) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          synchronized (this) {
            report.render(proof.call());
          }
        });
  }

  @Override
  public synchronized void close() {
    walk.close();
    databases.close();
  }
}
