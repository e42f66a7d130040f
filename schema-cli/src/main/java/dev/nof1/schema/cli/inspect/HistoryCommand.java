package dev.nof1.schema.cli.inspect;

import com.google.gson.stream.JsonWriter;
import dev.nof1.schema.changelog.Recorded;
import dev.nof1.schema.cli.io.ExitCode;
import dev.nof1.schema.cli.io.Json;
import dev.nof1.schema.cli.io.Mark;
import dev.nof1.schema.cli.io.OutputFormat;
import dev.nof1.schema.cli.io.Question;
import dev.nof1.schema.cli.workspace.CommandContext;
import dev.nof1.schema.cli.workspace.Inquiry;
import dev.nof1.schema.plan.MigrationStatus;
import dev.nof1.schema.plan.State;
import dev.nof1.schema.plan.Status;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code schema-cli history}. */
@Command(
    name = "history",
    description =
        "Shows what was applied and when, by whom and how long it took, the newest first.",
    footer = {"", "Examples:", "  schema-cli history", "  schema-cli history --format json"})
public final class HistoryCommand implements Callable<Integer>, Question {
  private final CommandContext context;
  @Mixin private OutputFormat format;

  public HistoryCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try (Inquiry inquiry = Inquiry.of(context.workspace())) {
      Status status = inquiry.status();
      Map<BigDecimal, Recorded> records =
          inquiry
              .database()
              .<Map<BigDecimal, Recorded>>map(d -> d.migrations().records().all())
              .orElse(Map.of());
      List<MigrationStatus> applied = newestFirst(status);
      if (format.json()) {
        Json.print(
            context.console().out(),
            json -> write(inquiry.environment(), status, applied, records, json));
      } else if (applied.isEmpty()) {
        context.console().result("Nothing is applied: %s is at base.".formatted(status.database()));
      } else {
        print(applied, records);
      }
    }
    return ExitCode.DONE;
  }

  /** Sorts by time of application, which may differ from the order of the ids. */
  private static List<MigrationStatus> newestFirst(Status status) {
    return status.migrations().stream()
        .filter(m -> m.state() != State.PENDING)
        .sorted(
            Comparator.comparing((MigrationStatus m) -> m.appliedAt().orElse(""))
                .thenComparing(MigrationStatus::migration)
                .reversed())
        .toList();
  }

  private void print(List<MigrationStatus> applied, Map<BigDecimal, Recorded> records) {
    int width = applied.stream().mapToInt(m -> m.migration().version().length()).max().orElse(2);
    String row = "%-19s  %-" + Math.max(2, width) + "s  %s";
    context.console().result(Mark.NONE, row.formatted("Applied at", "ID", "Description"));
    for (MigrationStatus m : applied) {
      String note = m.state() == State.MISSING ? "  (its script is missing)" : "";
      context
          .console()
          .result(
              m.state() == State.MISSING ? Mark.FAILED : Mark.APPLIED,
              row.formatted(
                  m.appliedAt().orElse("unknown"),
                  m.migration().version(),
                  m.migration().description() + note + told(records.get(m.migration().id()))));
    }
  }

  /** Describes the record of a migration; empty where another tool applied it. */
  private static String told(@Nullable Recorded record) {
    if (record == null) {
      return "";
    }
    List<String> parts = new ArrayList<>();
    record.how().filter(how -> !how.equals("run")).ifPresent(parts::add);
    record.user().ifPresent(user -> parts.add("by " + user));
    record.duration().ifPresent(took -> parts.add(took.toMillis() + " ms"));
    return parts.isEmpty() ? "" : "  (" + String.join(", ", parts) + ")";
  }

  private static void write(
      String environment,
      Status status,
      List<MigrationStatus> applied,
      Map<BigDecimal, Recorded> records,
      JsonWriter json)
      throws IOException {
    json.name("environment").value(environment);
    json.name("database").value(status.database());
    json.name("migrations").beginArray();
    for (MigrationStatus m : applied) {
      json.beginObject();
      json.name("id").value(m.migration().version());
      json.name("description").value(m.migration().description());
      json.name("appliedAt").value(m.appliedAt().map(at -> at.replace(' ', 'T')).orElse(null));
      json.name("missing").value(m.state() == State.MISSING);
      Optional<Recorded> record = Optional.ofNullable(records.get(m.migration().id()));
      json.name("how").value(record.flatMap(Recorded::how).orElse(null));
      json.name("user").value(record.flatMap(Recorded::user).orElse(null));
      json.name("application").value(record.flatMap(Recorded::application).orElse(null));
      json.name("host").value(record.flatMap(Recorded::host).orElse(null));
      json.name("milliseconds")
          .value(record.flatMap(Recorded::duration).map(Duration::toMillis).orElse(null));
      json.endObject();
    }
    json.endArray();
  }
}
