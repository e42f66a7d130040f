package dev.nof1.schema.junit.contract;

import dev.nof1.schema.error.RepositoryException;
import dev.nof1.schema.junit.lease.Lender;
import dev.nof1.schema.records.Verification;
import dev.nof1.schema.repository.Finding;
import dev.nof1.schema.repository.Inspection;
import dev.nof1.schema.repository.Migration;
import dev.nof1.schema.repository.MigrationSource;
import dev.nof1.schema.repository.Script;
import dev.nof1.schema.repository.ScriptDirectives;
import dev.nof1.schema.repository.ScriptSettings;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Scripts that a contract is about, listed once: a test run sees one state of them.
 *
 * @param scripts by id
 * @param findings what is wrong with the list
 * @param original where they come from
 * @param settings how they are read, {@code ${changelog}} included
 * @param changelog the table's name, as in SQL
 * @param undoProblems what is wrong with undo sections, by id
 */
record ContractScripts(
    List<Script> scripts,
    List<Finding> findings,
    MigrationSource original,
    ScriptSettings settings,
    String changelog,
    Map<BigDecimal, String> undoProblems) {

  /** Lists the migrations of a test class. */
  static ContractScripts of(Lender lender) {
    MigrationSource source = lender.source();
    String changelog = lender.changelog();
    ScriptSettings filled = lender.settings().with(Map.of("changelog", changelog));
    Inspection inspection = source.inspect(filled);
    return new ContractScripts(
        inspection.scripts(),
        inspection.findings(),
        source,
        filled,
        changelog,
        undoProblems(source, filled, inspection.scripts()));
  }

  private static Map<BigDecimal, String> undoProblems(
      MigrationSource source, ScriptSettings settings, List<Script> scripts) {
    Map<String, String> byPlace = new HashMap<>();
    for (Finding fault : Verification.ofScripts(source, settings).faults()) {
      if (fault.rule() == Finding.Rule.UNDO) {
        byPlace.put(fault.place(), fault.message());
      }
    }
    Map<BigDecimal, String> problems = new HashMap<>();
    for (Script script : scripts) {
      String problem = byPlace.get(script.location());
      try {
        script.directives();
      } catch (RepositoryException e) {
        problem = String.valueOf(e.getMessage());
      }
      if (problem != null) {
        problems.put(script.migration().id(), problem);
      }
    }
    return problems;
  }

  int count() {
    return scripts.size();
  }

  Migration migration(int index) {
    return scripts.get(index).migration();
  }

  /** Returns the version before that migration; zero for base. */
  BigDecimal versionBefore(int index) {
    return index == 0 ? BigDecimal.ZERO : migration(index - 1).id();
  }

  /** Returns what the script's comments say; empty where they cannot be read. */
  Optional<ScriptDirectives> directives(int index) {
    try {
      return Optional.of(scripts.get(index).directives());
    } catch (RepositoryException e) {
      return Optional.empty();
    }
  }

  /** Returns what is wrong with its undo section. */
  Optional<Violation> undoProblem(int index) {
    Migration migration = migration(index);
    return Optional.ofNullable(undoProblems.get(migration.id()))
        .map(problem -> new Violation(Titles.UNDO, migration.toString(), problem));
  }

  /** Returns why it cannot be undone, if it says so. */
  Optional<String> irreversible(int index) {
    return directives(index).flatMap(ScriptDirectives::irreversible);
  }

  boolean hasBootstrap() {
    return original.bootstrap(settings).isPresent();
  }

  /** Returns the scripts for a migrator, without reading the list again. */
  MigrationSource source() {
    return new Listed(this);
  }

  /** Source without {@code onabort.sql}: a database where a migration failed is dropped. */
  private record Listed(ContractScripts all) implements MigrationSource {
    @Override
    public List<Script> scripts(ScriptSettings settings) {
      return all.scripts;
    }

    @Override
    public Optional<Script> bootstrap(ScriptSettings settings) {
      return all.original.bootstrap(settings);
    }
  }
}
