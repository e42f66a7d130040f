package dev.nof1.schema.cli.imports;

import dev.nof1.schema.cli.imports.RepositoryFiles.Outcome;
import dev.nof1.schema.cli.imports.foreign.ForeignScript;
import dev.nof1.schema.cli.imports.foreign.ForeignScripts;
import dev.nof1.schema.cli.io.Console;
import dev.nof1.schema.cli.workspace.Workspace;
import dev.nof1.schema.error.RepositoryException;
import dev.nof1.schema.plan.Preflight;
import dev.nof1.schema.plan.Step;
import dev.nof1.schema.repository.Direction;
import dev.nof1.schema.repository.MigrationSource;
import dev.nof1.schema.repository.Script;
import dev.nof1.schema.repository.ScriptSettings;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Report of an import: what became of each file, what did not and why, what is to be done. */
final class ImportReport {
  private final Console console;

  ImportReport(Console console) {
    this.console = console;
  }

  void print(
      String tool, ForeignScripts imported, Map<String, Outcome> outcomes, Workspace workspace) {
    for (ForeignScript script : imported.scripts()) {
      Outcome outcome = outcomes.getOrDefault(script.fileName(), Outcome.THERE);
      console.result(
          "%-8s  %s  from %s%s"
              .formatted(word(outcome), script.fileName(), script.origin(), remarks(script)));
    }
    imported
        .leftOut()
        .forEach(out -> console.result("left out  %s: %s".formatted(out.what(), out.why())));
    imported.notes().forEach(note -> console.result("note      " + note));
    imported.variables().keySet().stream().sorted().forEach(name -> variable(name, workspace));
    problems(imported, workspace);
    console.result(summary(tool, imported));
  }

  private static String word(Outcome outcome) {
    return switch (outcome) {
      case CREATED -> "created";
      case THERE -> "there";
      case KEPT -> "kept";
    };
  }

  private static String remarks(ForeignScript script) {
    boolean outside =
        script.up().outsideTransaction()
            || script.undo().filter(s -> s.outsideTransaction()).isPresent();
    return (script.isReversible() ? "" : ", without undo")
        + (outside ? ", outside a transaction" : "");
  }

  private void variable(String name, Workspace workspace) {
    if (!workspace.settings().variables().containsKey(name)) {
      console.result(
          "variable  ${%s} has no value; write %s=… in the environment file".formatted(name, name));
    }
  }

  /** Names what 'up' or 'down' would refuse, while the author is still at it. */
  private void problems(ForeignScripts imported, Workspace workspace) {
    Map<String, String> values = new HashMap<>(workspace.settings().variables());
    imported
        .variables()
        .keySet()
        .forEach(name -> values.merge(name, "x", (old, x) -> old.isEmpty() ? x : old));
    ScriptSettings filled = workspace.settings().withVariables(values);
    Set<BigDecimal> ids = new TreeSet<>();
    imported.scripts().forEach(script -> ids.add(script.id()));
    for (Script script : MigrationSource.folder(workspace.scriptFolder()).scripts(filled)) {
      if (ids.contains(script.migration().id())) {
        try {
          Preflight.checked(new Step(Direction.UP, script), false);
          if (script.directives().undoLine() > 0) {
            Preflight.checked(new Step(Direction.DOWN, script), false);
          }
        } catch (RepositoryException e) {
          console.result("problem   " + e.finding());
        }
      }
    }
  }

  private static String summary(String tool, ForeignScripts imported) {
    long undo = imported.scripts().stream().filter(ForeignScript::isReversible).count();
    return "%d migrations of %s, %d of them with undo; %d left out."
        .formatted(imported.scripts().size(), tool, undo, imported.leftOut().size());
  }
}
