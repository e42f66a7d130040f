package dev.nof1.schema.junit;

import dev.nof1.schema.repository.ScriptDirectives;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;

/** The tests of a {@link MigrationContract}, made of what few walks through the migrations show. */
final class Contract implements AutoCloseable {
  /** A user's rows. */
  interface Rows {
    void insert(Connection connection, BigDecimal version) throws SQLException;
  }

  /** The factories that tell what undoing leaves. */
  private static final String TRACES = "downLeavesNoTrace";

  private static final String ROWS = "rowsSurvive";

  private final ContractScripts scripts;
  private final Ladder ladder;
  private final Stairs stairs;
  private final Told told;
  private final WholeProofs whole;
  private final SchemaFile.Finder files;

  /** Which the class has: who overrides a factory without its annotation does without it. */
  private final Set<String> factories;

  /** Whether the class has rows of its own. */
  private final boolean hasRows;

  Contract(
      TestRun run,
      Request request,
      ContractScripts scripts,
      SchemaFile.Finder files,
      Set<String> factories,
      boolean hasRows) {
    this.scripts = scripts;
    this.files = files;
    this.factories = factories;
    this.hasRows = hasRows;
    ladder = new Ladder(run, request, scripts);
    stairs = new Stairs(scripts, ladder, !hasRows && factories.contains(ROWS));
    told = new Told(scripts.settings());
    whole = new WholeProofs(scripts, ladder, stairs, told);
  }

  Stream<DynamicTest> ids() {
    return ContractIds.RULES.stream()
        .map(
            rule ->
                test(
                    rule.title(),
                    () -> {
                      Optional<Cause> broken = rule.broken(scripts);
                      if (broken.isPresent()) {
                        throw told.tell(broken.get());
                      }
                    }));
  }

  Stream<DynamicTest> undoSections() {
    return each(
        "has an undo section, or says why it cannot be undone",
        index -> {
          Optional<Cause> problem = scripts.undoProblem(index);
          if (problem.isPresent()) {
            throw told.tell(problem.get());
          }
        });
  }

  Stream<DynamicTest> stairway() {
    return each("can be applied, undone and applied again", this::proveStairway);
  }

  private void proveStairway(int index) {
    Examined examined = stairs.at(index);
    if (examined.notReached().isPresent()) {
      throw told.because(examined.notReached().get());
    }
    Optional<Cause> failed = examined.up().or(examined::down);
    if (failed.isPresent()) {
      throw told.tell(failed.get());
    }
    leaveOutWhatIsNotUndone(index);
    if (examined.again().isPresent()) {
      leaveOutWhatIsLeftBehind(index, examined);
      throw told.tell(
          examined.trace().isEmpty()
              ? examined.again().get()
              : new Cause(
                  Titles.STAIRWAY,
                  subject(index),
                  examined.again().get().message() + "\n" + WholeProofs.leaves(examined.trace())));
    }
  }

  /**
   * What cannot be applied again because of what undoing has left is told by whoever shows that.
   */
  private void leaveOutWhatIsLeftBehind(int index, Examined examined) {
    boolean trace = !examined.trace().isEmpty() && factories.contains(TRACES);
    boolean rows =
        !trace
            && factories.contains(ROWS)
            && lossy(index).isEmpty()
            && new RowProof(scripts, ladder, (connection, version) -> {}).of(index).isPresent();
    if (trace || rows) {
      throw Told.leftOut(
          "Not told: it cannot be applied again because undoing it leaves something behind; see '%s'."
              .formatted(trace ? Titles.TRACE : Titles.ROWS));
    }
  }

  private Optional<String> lossy(int index) {
    return scripts.directives(index).flatMap(ScriptDirectives::lossy);
  }

  Stream<DynamicTest> traces() {
    return each(
        "leaves the schema as it was once it is undone",
        index -> {
          Examined examined = examinedUndone(index);
          if (!examined.trace().isEmpty()) {
            throw told.tell(WholeProofs.trace(scripts.migration(index), examined));
          }
        });
  }

  Stream<DynamicTest> twice() {
    return one(
        "at head, a second up runs nothing and leaves schema and changelog as they were",
        whole::twice);
  }

  Stream<DynamicTest> offline() {
    return one(
        "what script writes, run by a plain JDBC connection, gives the schema and changelog of up",
        whole::offline);
  }

  Stream<DynamicTest> base() {
    return one(
        "after up and down base there is what there was before the first migration", whole::base);
  }

  Stream<DynamicTest> file(Optional<String> named) {
    return one("the migrations give what the file declares", () -> whole.file(files.find(named)));
  }

  Stream<DynamicTest> rows(Rows rows) {
    return each(
        "gives back the same rows once it is undone",
        index -> {
          Examined examined = examinedUndone(index);
          Optional<String> loss = lossy(index);
          if (loss.isPresent()) {
            throw Told.leftOut("Undoing it loses rows, its script says: %s.".formatted(loss.get()));
          }
          RowProof proof = new RowProof(scripts, ladder, rows);
          Optional<Cause> lost = hasRows ? proof.of(index) : proof.of(index, examined.rows());
          if (lost.isPresent()) {
            throw told.tell(lost.get());
          }
        });
  }

  private Examined examinedUndone(int index) {
    Examined examined = stairs.at(index);
    if (examined.inTheWay().isPresent()) {
      throw told.because(examined.inTheWay().get());
    }
    leaveOutWhatIsNotUndone(index);
    return examined;
  }

  private void leaveOutWhatIsNotUndone(int index) {
    Optional<String> irreversible = scripts.irreversible(index);
    if (irreversible.isPresent()) {
      throw Told.leftOut("It cannot be undone, its script says: %s.".formatted(irreversible.get()));
    }
    Optional<Cause> problem = scripts.undoProblem(index);
    if (problem.isPresent()) {
      throw told.because(problem.get());
    }
  }

  private String subject(int index) {
    return scripts.migration(index).toString();
  }

  /** One test for each migration. */
  private Stream<DynamicTest> each(String proves, IntConsumer proof) {
    Optional<Cause> unlisted = ContractIds.unusable(scripts);
    if (unlisted.isPresent() || scripts.count() == 0) {
      return one("each migration " + proves, () -> {});
    }
    return IntStream.range(0, scripts.count())
        .mapToObj(index -> test(subject(index) + " " + proves, () -> proof.accept(index)));
  }

  /** One test for all of them. */
  private Stream<DynamicTest> one(String proves, Executable proof) {
    return Stream.of(
        test(
            proves,
            () -> {
              Optional<Cause> unlisted = ContractIds.unusable(scripts);
              if (unlisted.isPresent()) {
                throw told.because(unlisted.get());
              }
              if (scripts.count() == 0) {
                throw Told.leftOut("There are no migrations.");
              }
              proof.execute();
            }));
  }

  /** They share databases, whatever the class says about parallel tests. */
  private DynamicTest test(String name, Executable proof) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          synchronized (this) {
            proof.execute();
          }
        });
  }

  @Override
  public synchronized void close() {
    stairs.close();
    ladder.close();
  }
}
