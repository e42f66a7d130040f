package dev.nof1.schema.junit.contract;

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
import org.jspecify.annotations.Nullable;

/** Proofs of all migrations together. */
final class RepositoryProofs {
  /** Comparison of what one server made from the same statements: all must be the same. */
  private static final ComparisonOptions EXACT =
      ComparisonOptions.defaults().withColumnOrder(true).withNotNullNames(true);

  private final ContractScripts scripts;
  private final ProofDatabases databases;
  private final UpDownWalk walk;

  /** Reason why a second database could not be brought to head, to be reported only once. */
  private @Nullable Violation unreached;

  RepositoryProofs(ProofDatabases databases, UpDownWalk walk) {
    this.scripts = databases.scripts();
    this.databases = databases;
    this.walk = walk;
  }

  Verdict twice() {
    Optional<Violation> blocked = blocked();
    if (blocked.isPresent()) {
      return new Verdict.Blocked(blocked.get());
    }
    try (ProofDatabase database = databases.copyAt(scripts.count())) {
      SchemaSnapshot schema = database.snapshot();
      List<String> changelog = database.changelog();
      StringBuilder problem = new StringBuilder();
      List<Step> ran;
      try {
        ran = database.migrations().up().steps();
      } catch (SchemaException e) {
        return violated(Titles.TWICE, "After up, a second up fails. " + e.getMessage());
      }
      for (Step step : ran) {
        problem.append("It ran %s again.%n".formatted(step.migration()));
      }
      List<Migration> pending = database.migrations().status().in(State.PENDING);
      for (Migration migration : pending) {
        problem.append("%s is pending still.%n".formatted(migration));
      }
      problem.append(Difference.text(schema.compare(database.snapshot(), EXACT)));
      problem.append(changelogs(changelog, database.changelog()));
      return verdict(
          Titles.TWICE, "After up, a second up is not without effect:", problem.toString());
    }
  }

  /** Proves it by JDBC and, where it is at hand, by psql: each splits by its own rules. */
  Verdict offline() throws IOException {
    Optional<Violation> blocked = blocked();
    if (blocked.isPresent()) {
      return new Verdict.Blocked(blocked.get());
    }
    Verdict plain =
        offline(
            OfflineMigrations.Form.PLAIN,
            "",
            (database, sql) -> PlainSql.run(database.dataSource(), sql));
    Optional<PsqlClient> psql = PsqlClient.find();
    return psql.isEmpty() || plain != Verdict.PROVED
        ? plain
        : offline(
            OfflineMigrations.Form.PSQL,
            " by psql",
            (database, sql) -> psql.get().run(database.server(), database.name(), sql));
  }

  /** Client that runs a script, and returns what is wrong with it, if something is. */
  private interface Client {
    Optional<String> run(ProofDatabase database, String sql);
  }

  private Verdict offline(OfflineMigrations.Form form, String by, Client client)
      throws IOException {
    StringBuilder sql = new StringBuilder();
    OfflineMigrations migrations =
        OfflineMigrations.of(
            scripts.source(), scripts.settings(), scripts.changelog(), Clock.systemUTC());
    migrations.write(
        migrations.between(BigDecimal.ZERO, scripts.migration(scripts.count() - 1).id()),
        form,
        sql);
    try (ProofDatabase database = databases.atBase()) {
      Optional<String> failed = client.run(database, sql.toString());
      if (failed.isPresent()) {
        return violated(
            Titles.OFFLINE, "What script writes cannot be run%s. %s".formatted(by, failed.get()));
      }
      ProofDatabase head = databases.at(scripts.count());
      return verdict(
          Titles.OFFLINE,
          "What script writes does not give what up gives%s:"
              .formatted(by.isEmpty() ? "" : ", run" + by),
          Difference.text(head.snapshot().compare(database.snapshot(), EXACT))
              + changelogs(head.changelog(), database.changelog()));
    }
  }

  Verdict base() {
    Optional<Verdict> notJudged = blocked().<Verdict>map(Verdict.Blocked::new).or(this::notUndone);
    if (notJudged.isPresent()) {
      return notJudged.get();
    }
    SchemaSnapshot before;
    try (ProofDatabase database = databases.atBase()) {
      before = database.snapshotOfAll();
    }
    try (ProofDatabase database = databases.copyAt(scripts.count())) {
      database.migrations().run(Target.base());
      List<Difference> left = before.compare(database.snapshotOfAll());
      Optional<Violation> known =
          !left.isEmpty() && isLeftBySteps(left) ? violationOfAStep() : Optional.empty();
      return known.isPresent()
          ? new Verdict.Blocked(known.get())
          : verdict(
              Titles.BASE,
              "After up and down base there is not what there was before:",
              Difference.text(left));
    } catch (SchemaException e) {
      return violationOfAStep()
          .<Verdict>map(Verdict.Blocked::new)
          .orElseGet(() -> violated(Titles.BASE, "They cannot all be undone. " + e.getMessage()));
    }
  }

  private Optional<Verdict> notUndone() {
    List<String> irreversible = new ArrayList<>();
    for (int i = 0; i < scripts.count(); i++) {
      Optional<Violation> problem = scripts.undoProblem(i);
      if (problem.isPresent()) {
        return Optional.of(new Verdict.Blocked(problem.get()));
      }
      Migration migration = scripts.migration(i);
      scripts
          .irreversible(i)
          .ifPresent(reason -> irreversible.add("%s: %s".formatted(migration, reason)));
    }
    return irreversible.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Verdict.Skipped(
                "Not everything can be undone, scripts say: "
                    + String.join("; ", irreversible)
                    + "."));
  }

  /** Finds the first migration that by itself does something wrong when it is undone. */
  private Optional<Violation> violationOfAStep() {
    for (int i = 0; i < scripts.count(); i++) {
      WalkStep step = walk.step(i);
      Optional<Violation> known = step.traceOf(scripts.migration(i)).or(step::down);
      if (known.isPresent()) {
        return known;
      }
    }
    return Optional.empty();
  }

  /** Returns whether single migrations have left all of it. */
  private boolean isLeftBySteps(List<Difference> left) {
    Set<String> known = new HashSet<>();
    for (int i = 0; i < scripts.count(); i++) {
      walk.step(i).trace().forEach(each -> known.add(each.kind() + " " + each.name()));
    }
    return left.stream().allMatch(each -> known.contains(each.kind() + " " + each.name()));
  }

  Verdict file(Optional<SchemaFile> found) {
    if (found.isEmpty()) {
      return new Verdict.Skipped("There is no schema.sql beside the migrations.");
    }
    Optional<Violation> blocked = blocked();
    if (blocked.isPresent()) {
      return new Verdict.Blocked(blocked.get());
    }
    SchemaFile file = found.get();
    try (ProofDatabase database = databases.empty()) {
      Optional<String> failed = PlainSql.run(database.dataSource(), file.sql());
      if (failed.isPresent()) {
        return violated(Titles.FILE, "%s cannot be run. %s".formatted(file.name(), failed.get()));
      }
      SchemaSnapshot head = databases.at(scripts.count()).snapshotToDeclare();
      return verdict(
          Titles.FILE,
          "%s does not declare what the migrations give (added: only the migrations give it; removed: only the file declares it; changed: from its to theirs):"
              .formatted(file.name()),
          Difference.text(database.snapshotToDeclare().compare(head)));
    }
  }

  /** Brings a second database to head; returns why one of them does not get there. */
  private Optional<Violation> blocked() {
    Optional<Violation> blocked = walk.blocked();
    if (blocked.isPresent() || unreached != null) {
      return blocked.or(() -> Optional.ofNullable(unreached));
    }
    try {
      databases.at(scripts.count());
    } catch (SchemaException e) {
      unreached =
          violation(
              Titles.TWICE,
              "One database has reached head, a second one on the same server does not. "
                  + e.getMessage());
    }
    return Optional.ofNullable(unreached);
  }

  private static Verdict verdict(String title, String what, String problem) {
    return problem.isEmpty()
        ? Verdict.PROVED
        : violated(title, what + "\n" + Violation.indented(problem));
  }

  private static Verdict violated(String title, String message) {
    return new Verdict.Violated(violation(title, message));
  }

  private static Violation violation(String title, String message) {
    return new Violation(title, Violation.ALL, message);
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
