package dev.nof1.schema.junit;

import dev.nof1.schema.OfflineMigrations;
import dev.nof1.schema.catalog.ComparisonOptions;
import dev.nof1.schema.catalog.Difference;
import dev.nof1.schema.catalog.SchemaSnapshot;
import dev.nof1.schema.error.SchemaException;
import dev.nof1.schema.plan.State;
import dev.nof1.schema.plan.Step;
import dev.nof1.schema.plan.Target;
import dev.nof1.schema.repository.Migration;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is proved of all migrations together. */
final class WholeProofs {
  /** By one server from the same statements, so that all of it must be the same. */
  private static final ComparisonOptions EXACT =
      ComparisonOptions.defaults().withColumnOrder(true).withNotNullNames(true);

  private final ContractScripts scripts;
  private final Ladder ladder;
  private final Stairs stairs;
  private final Told told;

  /** Why a second database could not be brought to head, so that it is told only once. */
  private @Nullable Cause unreached;

  WholeProofs(ContractScripts scripts, Ladder ladder, Stairs stairs, Told told) {
    this.scripts = scripts;
    this.ladder = ladder;
    this.stairs = stairs;
    this.told = told;
  }

  void twice() {
    reachHead();
    try (Scratch scratch = ladder.copyAt(scripts.count())) {
      SchemaSnapshot schema = scratch.snapshot();
      List<String> changelog = scratch.changelog();
      StringBuilder problem = new StringBuilder();
      List<Step> ran = upAgain(scratch);
      for (Step step : ran) {
        problem.append("It ran %s again.%n".formatted(step.migration()));
      }
      List<Migration> pending = scratch.migrations().status().in(State.PENDING);
      for (Migration migration : pending) {
        problem.append("%s is pending still.%n".formatted(migration));
      }
      problem.append(Difference.text(schema.compare(scratch.snapshot(), EXACT)));
      problem.append(changelogs(changelog, scratch.changelog()));
      tell(Titles.TWICE, "After up, a second up is not without effect:", problem);
    }
  }

  private List<Step> upAgain(Scratch scratch) {
    try {
      return scratch.migrations().up().steps();
    } catch (SchemaException e) {
      throw told.tell(cause(Titles.TWICE, "After up, a second up fails. " + e.getMessage()));
    }
  }

  /** By JDBC and, where it is at hand, by psql: each splits what is written by its own rules. */
  void offline() throws IOException {
    reachHead();
    offline(
        OfflineMigrations.Form.PLAIN,
        "",
        (scratch, sql) -> PlainSql.run(scratch.dataSource(), sql));
    Optional<PsqlClient> psql = PsqlClient.find();
    if (psql.isPresent()) {
      offline(
          OfflineMigrations.Form.PSQL,
          " by psql",
          (scratch, sql) -> psql.get().run(scratch.server(), scratch.name(), sql));
    }
  }

  /** A way to run a script: what is wrong with it, if something is. */
  private interface Client {
    Optional<String> run(Scratch scratch, String sql);
  }

  private void offline(OfflineMigrations.Form form, String by, Client client) throws IOException {
    StringBuilder sql = new StringBuilder();
    OfflineMigrations migrations =
        OfflineMigrations.of(
            scripts.source(), scripts.settings(), scripts.changelog(), Clock.systemUTC());
    migrations.write(
        migrations.between(BigDecimal.ZERO, scripts.migration(scripts.count() - 1).id()),
        form,
        sql);
    try (Scratch scratch = ladder.bottom()) {
      Optional<String> failed = client.run(scratch, sql.toString());
      if (failed.isPresent()) {
        throw told.tell(
            cause(
                Titles.OFFLINE,
                "What script writes cannot be run%s. %s".formatted(by, failed.get())));
      }
      Scratch head = ladder.at(scripts.count());
      StringBuilder problem = new StringBuilder();
      problem.append(Difference.text(head.snapshot().compare(scratch.snapshot(), EXACT)));
      problem.append(changelogs(head.changelog(), scratch.changelog()));
      tell(
          Titles.OFFLINE,
          "What script writes does not give what up gives%s:"
              .formatted(by.isEmpty() ? "" : ", run" + by),
          problem);
    }
  }

  void base() {
    reachHead();
    List<String> irreversible = new ArrayList<>();
    for (int i = 0; i < scripts.count(); i++) {
      Optional<Cause> problem = scripts.undoProblem(i);
      if (problem.isPresent()) {
        throw told.because(problem.get());
      }
      Migration migration = scripts.migration(i);
      scripts
          .irreversible(i)
          .ifPresent(reason -> irreversible.add("%s: %s".formatted(migration, reason)));
    }
    if (!irreversible.isEmpty()) {
      throw Told.leftOut(
          "Not everything can be undone, scripts say: " + String.join("; ", irreversible) + ".");
    }
    SchemaSnapshot before;
    try (Scratch bottom = ladder.bottom()) {
      before = bottom.snapshotOfAll();
    }
    try (Scratch scratch = ladder.copyAt(scripts.count())) {
      scratch.migrations().run(Target.base());
      List<Difference> left = before.compare(scratch.snapshotOfAll());
      if (!left.isEmpty() && isKnown(left)) {
        leaveToKnownCause();
      }
      tell(
          Titles.BASE,
          "After up and down base there is not what there was before:",
          Difference.text(left));
    } catch (SchemaException e) {
      leaveToKnownCause();
      throw told.tell(cause(Titles.BASE, "They cannot all be undone. " + e.getMessage()));
    }
  }

  /** What a single migration does wrong when it is undone has been told of that one. */
  private void leaveToKnownCause() {
    for (int i = 0; i < scripts.count(); i++) {
      Examined examined = stairs.at(i);
      Optional<Cause> known =
          examined.trace().isEmpty()
              ? examined.down()
              : Optional.of(trace(scripts.migration(i), examined));
      if (known.isPresent()) {
        throw told.because(known.get());
      }
    }
  }

  /** Whether single migrations have left all of it. */
  private boolean isKnown(List<Difference> left) {
    Set<String> known = new HashSet<>();
    for (int i = 0; i < scripts.count(); i++) {
      stairs.at(i).trace().forEach(each -> known.add(each.kind() + " " + each.name()));
    }
    return left.stream().allMatch(each -> known.contains(each.kind() + " " + each.name()));
  }

  void file(Optional<SchemaFile> found) {
    if (found.isEmpty()) {
      throw Told.leftOut("There is no schema.sql beside the migrations.");
    }
    SchemaFile file = found.get();
    reachHead();
    try (Scratch scratch = ladder.empty()) {
      Optional<String> failed = PlainSql.run(scratch.dataSource(), file.sql());
      if (failed.isPresent()) {
        throw told.tell(
            cause(Titles.FILE, "%s cannot be run. %s".formatted(file.name(), failed.get())));
      }
      tell(
          Titles.FILE,
          "%s does not declare what the migrations give (added: only the migrations give it; removed: only the file declares it; changed: from its to theirs):"
              .formatted(file.name()),
          Difference.text(
              scratch.snapshotToDeclare().compare(ladder.at(scripts.count()).snapshotToDeclare())));
    }
  }

  private void reachHead() {
    Optional<Cause> blocked = stairs.blocked();
    if (blocked.isPresent()) {
      throw told.because(blocked.get());
    }
    if (unreached == null) {
      try {
        ladder.at(scripts.count());
        return;
      } catch (SchemaException e) {
        unreached =
            cause(
                Titles.TWICE,
                "One database has reached head, a second one on the same server does not. "
                    + e.getMessage());
      }
    }
    throw told.because(unreached);
  }

  private void tell(String title, String what, CharSequence problem) {
    if (!problem.isEmpty()) {
      throw told.tell(cause(title, what + "\n" + indented(problem)));
    }
  }

  private static Cause cause(String title, String message) {
    return new Cause(title, Cause.ALL, message);
  }

  /** What undoing a migration leaves. */
  static Cause trace(Migration migration, Examined examined) {
    return new Cause(Titles.TRACE, migration.toString(), leaves(examined.trace()));
  }

  static String leaves(List<Difference> trace) {
    return "Once it is undone, the schema is not as before:\n" + indented(Difference.text(trace));
  }

  static String indented(CharSequence lines) {
    return lines.toString().lines().map(line -> "  " + line).collect(Collectors.joining("\n"));
  }

  private static String changelogs(List<String> before, List<String> after) {
    StringBuilder text = new StringBuilder();
    before.stream()
        .filter(row -> !after.contains(row))
        .forEach(row -> text.append("removed from the changelog: " + row + "\n"));
    after.stream()
        .filter(row -> !before.contains(row))
        .forEach(row -> text.append("added to the changelog: " + row + "\n"));
    return text.toString();
  }
}
