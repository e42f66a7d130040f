package dev.nof1.schema.cli.records;

import com.google.gson.stream.JsonWriter;
import dev.nof1.schema.cli.io.Confirmation;
import dev.nof1.schema.cli.io.Console;
import dev.nof1.schema.cli.io.ExitCode;
import dev.nof1.schema.cli.io.Json;
import dev.nof1.schema.cli.io.Mark;
import dev.nof1.schema.cli.io.OutputFormat;
import dev.nof1.schema.cli.io.Question;
import dev.nof1.schema.cli.report.StatusJson;
import dev.nof1.schema.cli.report.StatusSummary;
import dev.nof1.schema.cli.workspace.CommandContext;
import dev.nof1.schema.cli.workspace.Database;
import dev.nof1.schema.cli.workspace.Inquiry;
import dev.nof1.schema.cli.workspace.Workspace;
import dev.nof1.schema.hook.Hooks;
import dev.nof1.schema.plan.UnfinishedMigration;
import dev.nof1.schema.records.Records;
import dev.nof1.schema.records.Repair;
import dev.nof1.schema.repository.Migration;
import dev.nof1.schema.repository.Script;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code schema-cli repair}. */
@Command(
    name = "repair",
    description =
        "Shows how far a script outside a transaction got before it failed or was interrupted, and"
            + " ends it as you say. Without an option it only shows; exit code 1 when something is"
            + " unfinished.",
    footer = {
      "",
      "Examples:",
      "  schema-cli repair               what is known",
      "  schema-cli repair --continue    from the failed statement on"
    })
public final class RepairCommand implements Callable<Integer>, Question {
  private final CommandContext context;
  @Spec private CommandSpec spec;
  @Mixin private OutputFormat format;

  @ArgGroup(exclusive = true)
  private @Nullable Way way;

  @Option(
      names = "--from",
      paramLabel = "N",
      description = "With --continue: from this statement on, where the last one has taken effect.")
  private @Nullable Integer from;

  @Option(names = "--yes", description = "With --checksums: do it without asking.")
  private boolean yes;

  /** Ways to end the unfinished script, of which one is chosen. */
  static final class Way {
    @Option(names = "--continue", description = "Run the rest of the script, and record it.")
    private boolean goOn;

    @Option(names = "--mark-done", description = "Record it: you have done the rest by hand.")
    private boolean markDone;

    @Option(names = "--roll-back", description = "Run the undo section of the script.")
    private boolean rollBack;

    @Option(names = "--forget", description = "Record nothing: you have taken it back by hand.")
    private boolean forget;

    @Option(
        names = "--checksums",
        description =
            "Record the checksums of the applied scripts as they are now; asks, or --yes. The"
                + " others never ask.")
    private boolean checksums;
  }

  public RepairCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (from != null && (way == null || !way.goOn || from < 1)) {
      throw new ParameterException(
          spec.commandLine(), "--from goes with --continue, and counts statements from 1.");
    }
    if (way != null && format.json()) {
      throw new ParameterException(
          spec.commandLine(), "--format=json is for what is known: leave out the other option.");
    }
    Workspace workspace = context.workspace();
    boolean runs = way != null && (way.goOn || way.rollBack);
    Hooks hooks = runs ? workspace.hooks().forMigrations() : Hooks.NONE;
    Way chosen = way;
    if (chosen == null) {
      return show(workspace);
    }
    try (Database database = workspace.open()) {
      return RecordsRun.of(context, database, hooks, records -> run(database, records, chosen));
    }
  }

  @Override
  public boolean asks() {
    return way == null;
  }

  private int run(Database database, Records records, Way chosen) {
    if (chosen.checksums) {
      return acceptScripts(records);
    }
    end(records.repair(), chosen);
    StatusSummary.print(context.console(), "", database.migrations().status());
    return ExitCode.DONE;
  }

  private void end(Repair repair, Way chosen) {
    if (chosen.goOn) {
      repair.resume(from == null ? OptionalInt.empty() : OptionalInt.of(from));
    } else if (chosen.markDone) {
      repair.markDone();
    } else if (chosen.rollBack) {
      repair.rollBack();
    } else if (chosen.forget) {
      repair.forget();
    }
  }

  private int show(Workspace workspace) {
    try (Inquiry inquiry = Inquiry.of(workspace)) {
      return show(workspace, inquiry.database().flatMap(this::known));
    }
  }

  private Optional<UnfinishedMigration> known(Database database) {
    return RecordsRun.of(context, database, records -> records.repair().known());
  }

  private int show(Workspace workspace, Optional<UnfinishedMigration> known) {
    Console console = context.console();
    Map<String, String> ways = known.map(k -> ways(k, isReversible(k, workspace))).orElse(Map.of());
    if (format.json()) {
      Json.print(console.out(), json -> writeKnown(known, ways, json));
    } else if (known.isEmpty()) {
      console.result("Nothing is unfinished.");
    } else {
      console.result(Mark.FAILED, known.get().words());
      List<String> invalid = known.get().invalidIndexes();
      if (!invalid.isEmpty()) {
        console.result(Mark.FAILED, "Not valid: the index " + String.join(", ", invalid) + ".");
      }
      console.result("Look at the database, and then say one of");
      ways.forEach((way, does) -> console.result("  repair %-19s %s".formatted(way, does)));
    }
    return known.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private static void writeKnown(
      Optional<UnfinishedMigration> known, Map<String, String> ways, JsonWriter json)
      throws IOException {
    json.name("unfinished");
    if (known.isEmpty()) {
      json.nullValue();
      return;
    }
    StatusJson.write(known.get(), json);
    json.name("invalidIndexes").beginArray();
    for (String index : known.get().invalidIndexes()) {
      json.value(index);
    }
    json.endArray();
    json.name("ways").beginArray();
    for (String way : ways.keySet()) {
      json.value(way);
    }
    json.endArray();
  }

  private static boolean isReversible(UnfinishedMigration known, Workspace workspace) {
    return workspace.source().scripts(workspace.settings()).stream()
        .filter(script -> script.migration().id().compareTo(known.run().id()) == 0)
        .map(Script::directives)
        .anyMatch(said -> said.undoLine() > 0 && said.irreversible().isEmpty());
  }

  /** Lists the ways that would not be refused, and what each does. */
  private static Map<String, String> ways(UnfinishedMigration known, boolean reversible) {
    Map<String, String> ways = new LinkedHashMap<>();
    if (known.migration().fileName().isEmpty()) {
      ways.put("--forget", "record nothing, the database is put right by hand");
      return ways;
    }
    // Without a line there is no statement left to run.
    if (known.run().line() == 0) {
      ways.put("--continue", "record it, nothing is left to run");
    } else {
      boolean isLast = known.run().statement() >= known.statements();
      ways.put(
          "--continue",
          isLast ? "run that statement again" : "run the rest, from that statement on");
      if (!isLast) {
        ways.put(
            "--continue --from=" + (known.run().statement() + 1),
            "run the rest, from the statement after it");
      }
      ways.put(
          "--mark-done",
          isLast
              ? "record it, that statement has taken effect or is done by hand"
              : "record it, the rest is done by hand");
    }
    if (reversible && !known.run().undo()) {
      ways.put("--roll-back", "run its undo section");
    }
    ways.put("--forget", "record nothing, all is taken back by hand");
    return ways;
  }

  private int acceptScripts(Records records) {
    Console console = context.console();
    if (!Confirmation.of(yes)
        .given(
            context.invocation(),
            console,
            "Record the checksums of all applied scripts as they are now?")) {
      return ExitCode.FAILED;
    }
    List<Migration> accepted = records.acceptScripts();
    accepted.forEach(m -> console.result("checksum  " + m));
    console.result(accepted.isEmpty() ? "Nothing to do." : accepted.size() + " recorded.");
    return ExitCode.DONE;
  }
}
