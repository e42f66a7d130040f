package dev.nof1.schema.cli.compare;

import dev.nof1.schema.cli.io.Console;
import dev.nof1.schema.cli.io.ExitCode;
import dev.nof1.schema.cli.io.Mark;
import dev.nof1.schema.cli.io.OutputFormat;
import dev.nof1.schema.cli.io.Question;
import dev.nof1.schema.cli.workspace.CommandContext;
import dev.nof1.schema.cli.workspace.Inquiry;
import dev.nof1.schema.cli.workspace.Workspace;
import dev.nof1.schema.error.SchemaException;
import dev.nof1.schema.records.Verification;
import dev.nof1.schema.repository.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code schema-cli verify}. */
@Command(
    name = "verify",
    description =
        "Checks the scripts (names, duplicates, undo sections, markers) and the database's records of them (checksums, order). Exit code 1 when something is wrong, 3 when that could not be found out.",
    footer = {
      "",
      "Examples:",
      "  schema-cli verify --env=production",
      "  schema-cli verify --offline --format json    the scripts only"
    })
public final class VerifyCommand implements Callable<Integer>, Question {
  private final CommandContext context;
  @Mixin private OutputFormat format;

  @Option(names = "--offline", description = "Check the scripts only; connect to no database.")
  private boolean offline;

  public VerifyCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Workspace workspace = context.workspace();
    Verification scripts = Verification.ofScripts(workspace.source(), workspace.settings());
    List<Finding> faults = new ArrayList<>(scripts.faults());
    List<String> notes = new ArrayList<>(scripts.notes());
    Optional<SchemaException> unknown =
        offline ? Optional.empty() : compare(workspace, faults, notes);
    if (format.json()) {
      VerifyJson.write(faults, notes, unknown, context.console().out());
    } else {
      print(faults, notes, offline || unknown.isPresent());
    }
    unknown.ifPresent(e -> context.console().complain(String.valueOf(e.getMessage())));
    // What is known to be wrong is wrong, whatever else could not be found out.
    if (!faults.isEmpty()) {
      return ExitCode.FAILED;
    }
    return unknown.isPresent() ? ExitCode.UNKNOWN : ExitCode.DONE;
  }

  private static Optional<SchemaException> compare(
      Workspace workspace, List<Finding> faults, List<String> notes) {
    try (Inquiry inquiry = Inquiry.of(workspace)) {
      if (inquiry.database().isPresent()) {
        Verification records = inquiry.database().get().migrations().records().verify();
        faults.addAll(records.faults());
        notes.addAll(records.notes());
      }
      return Optional.empty();
    } catch (SchemaException e) {
      return Optional.of(e);
    }
  }

  private void print(List<Finding> faults, List<String> notes, boolean scriptsOnly) {
    Console console = context.console();
    faults.forEach(f -> console.result(Mark.FAILED, f.message()));
    notes.forEach(note -> console.note("Note: " + note));
    if (!faults.isEmpty()) {
      console.result(
          faults.size() == 1 ? "1 thing is wrong." : faults.size() + " things are wrong.");
    } else {
      console.result(scriptsOnly ? "The scripts are in order." : "Nothing wrong was found.");
    }
  }
}
