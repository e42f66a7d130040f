package dev.nof1.schema.cli.report;

import com.google.gson.stream.JsonWriter;
import dev.nof1.schema.cli.io.Json;
import dev.nof1.schema.plan.MigrationStatus;
import dev.nof1.schema.plan.State;
import dev.nof1.schema.plan.Status;
import dev.nof1.schema.plan.Unapplied;
import dev.nof1.schema.plan.UnfinishedMigration;
import dev.nof1.schema.repository.Migration;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;

/** A status for machines; the names in it are a promise. */
public final class StatusJson {
  private StatusJson() {}

  public static void writeCurrent(String environment, Status status, PrintWriter out) {
    Json.print(
        out,
        json -> {
          json.name("environment").value(environment);
          json.name("database").value(status.database());
          json.name("current").value(status.current().map(Migration::version).orElse(null));
          json.name("description").value(status.current().map(Migration::description).orElse(null));
          writeMissing(status, json);
        });
  }

  public static void write(String environment, Status status, PrintWriter out) {
    Json.print(
        out,
        json -> {
          json.name("environment").value(environment);
          json.name("database").value(status.database());
          json.name("current").value(status.current().map(Migration::version).orElse(null));
          json.name("migrations").beginArray();
          for (MigrationStatus m : status.migrations()) {
            json.beginObject();
            json.name("id").value(m.migration().version());
            json.name("description").value(m.migration().description());
            json.name("state").value(m.state().name().toLowerCase(Locale.ROOT));
            json.name("outOfOrder").value(m.outOfOrder());
            // ISO 8601 wants a T where the changelog has a space.
            json.name("appliedAt")
                .value(m.appliedAt().map(at -> at.replace(' ', 'T')).orElse(null));
            json.endObject();
          }
          json.endArray();
          writeMissing(status, json);
          json.name("neverApplied").beginArray();
          for (Unapplied u : status.squashed().unapplied()) {
            json.beginObject();
            json.name("id").value(u.id().toPlainString());
            json.name("within").value(u.within().version());
            json.name("message").value(u.words());
            json.endObject();
          }
          json.endArray();
          json.name("unfinished");
          if (status.unfinished().isPresent()) {
            write(status.unfinished().get(), json);
          } else {
            json.nullValue();
          }
        });
  }

  /**
   * Writes the migrations that are applied without a script here: with them a database is not at
   * head even if nothing is pending.
   */
  public static void writeMissing(Status status, JsonWriter json) throws IOException {
    json.name("missing").beginArray();
    for (Migration m : status.in(State.MISSING)) {
      json.value(m.version());
    }
    json.endArray();
  }

  public static void write(UnfinishedMigration known, JsonWriter json) throws IOException {
    json.beginObject();
    json.name("id").value(known.migration().version());
    json.name("direction").value(known.run().undo() ? "down" : "up");
    json.name("statement").value(known.run().statement());
    json.name("line").value(known.run().line());
    json.name("reason").value(known.run().reason().isEmpty() ? null : known.run().reason());
    json.name("message").value(known.words());
    json.endObject();
  }
}
