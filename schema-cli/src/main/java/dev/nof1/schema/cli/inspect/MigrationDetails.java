package dev.nof1.schema.cli.inspect;

import com.google.gson.stream.JsonWriter;
import dev.nof1.schema.cli.io.Console;
import dev.nof1.schema.cli.io.Mark;
import dev.nof1.schema.plan.MigrationStatus;
import dev.nof1.schema.plan.State;
import dev.nof1.schema.repository.Direction;
import dev.nof1.schema.repository.Migration;
import dev.nof1.schema.repository.ScriptDirectives;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Facts of one migration; the names in its JSON are a promise.
 *
 * @param status what the database knows
 * @param location where its script is, unless that is missing
 * @param directives what the script says about itself
 * @param up the section that applies it
 * @param undo the section that undoes it, if it has one
 */
record MigrationDetails(
    MigrationStatus status,
    Optional<String> location,
    Optional<ScriptDirectives> directives,
    Optional<String> up,
    Optional<String> undo) {

  static MigrationDetails withoutScript(MigrationStatus status) {
    return new MigrationDetails(
        status, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  void print(Console console) {
    Migration migration = status.migration();
    console.result("Migration:  %s".formatted(migration));
    console.result("State:      " + console.colored(mark(), state()));
    console.result("Script:     " + location.orElse("missing"));
    for (String directive : directiveLines()) {
      console.result("Directive:  " + directive);
    }
    up.ifPresent(text -> section(console, "up", text));
    if (location.isPresent()) {
      undo.ifPresentOrElse(
          text -> section(console, "undo", text), () -> console.result("\nNo undo section."));
    }
  }

  void write(JsonWriter json) throws IOException {
    json.name("id").value(status.migration().version());
    json.name("description").value(status.migration().description());
    json.name("state").value(status.state().name().toLowerCase(Locale.ROOT));
    json.name("outOfOrder").value(status.outOfOrder());
    json.name("appliedAt").value(status.appliedAt().map(at -> at.replace(' ', 'T')).orElse(null));
    json.name("script").value(location.orElse(null));
    json.name("directives").beginObject();
    json.name("noTransaction").value(outside(Direction.UP));
    json.name("undoNoTransaction").value(outside(Direction.DOWN));
    json.name("irreversible")
        .value(directives.flatMap(ScriptDirectives::irreversible).orElse(null));
    json.name("lossy").value(directives.flatMap(ScriptDirectives::lossy).orElse(null));
    json.endObject();
    json.name("up").value(up.orElse(null));
    json.name("undo").value(undo.orElse(null));
  }

  private Mark mark() {
    return switch (status.state()) {
      case APPLIED -> Mark.APPLIED;
      case MISSING -> Mark.FAILED;
      case PENDING -> Mark.PENDING;
    };
  }

  private String state() {
    String at = status.appliedAt().map(when -> "applied at " + when).orElse("applied");
    return switch (status.state()) {
      case APPLIED -> at;
      case MISSING -> at + ", its script is missing";
      case PENDING ->
          status.outOfOrder() ? "pending, out of order: 'pending' applies it" : "pending";
    };
  }

  private List<String> directiveLines() {
    List<String> lines = new ArrayList<>();
    if (outside(Direction.UP)) {
      lines.add("NO_TRANSACTION (up)");
    }
    if (outside(Direction.DOWN)) {
      lines.add("NO_TRANSACTION (undo)");
    }
    directives
        .flatMap(ScriptDirectives::irreversible)
        .ifPresent(reason -> lines.add("IRREVERSIBLE " + reason));
    directives.flatMap(ScriptDirectives::lossy).ifPresent(reason -> lines.add("LOSSY " + reason));
    return lines;
  }

  private boolean outside(Direction direction) {
    return status.state() != State.MISSING
        && directives.map(d -> d.outsideTransaction(direction)).orElse(false);
  }

  private static void section(Console console, String title, String text) {
    console.result("\n-- " + title + ":");
    console.result(text.stripTrailing());
  }
}
