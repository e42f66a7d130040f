package dev.nof1.schema.cli.compare;

import com.google.gson.stream.JsonWriter;
import dev.nof1.schema.catalog.Difference;
import dev.nof1.schema.cli.io.Json;
import dev.nof1.schema.error.SchemaException;
import dev.nof1.schema.plan.MigrationStatus;
import dev.nof1.schema.plan.State;
import dev.nof1.schema.plan.Status;
import dev.nof1.schema.repository.Migration;
import dev.nof1.schema.scratch.Drift;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Drift as JSON, for machines; its names are a promise. */
final class DriftJson {
  private DriftJson() {}

  static void write(String environment, Drift drift, PrintWriter out) {
    boolean told = drift.none() || !drift.differences().isEmpty();
    Json.print(
        out,
        json -> {
          json.name("environment").value(environment);
          json.name("database").value(drift.status().map(Status::database).orElse(null));
          json.name("current")
              .value(drift.status().flatMap(Status::current).map(Migration::version).orElse(null));
          same(json, told ? Optional.of(drift.none()) : Optional.empty());
          json.name("postgres").value(major(drift.actualMajor()));
          json.name("scratchPostgres").value(major(drift.expectedMajor()));
          differences(json, "differences", drift.differences());
          differences(json, "inconclusive", drift.inconclusive());
          json.name("ignored").beginArray();
          for (String object : drift.ignored()) {
            json.value(object);
          }
          json.endArray();
          json.name("pending").beginArray();
          if (drift.status().isPresent()) {
            for (MigrationStatus m : drift.status().get().migrations()) {
              pending(json, m);
            }
          }
          json.endArray();
          json.name("error").nullValue();
        });
  }

  /** Nothing was started for a database that is not there yet. */
  private static @Nullable Integer major(int version) {
    return version == 0 ? null : version;
  }

  /** Writes that nothing is known, and the reason. */
  static void inconclusive(String environment, SchemaException reason, PrintWriter out) {
    Json.print(
        out,
        json -> {
          json.name("environment").value(environment);
          same(json, Optional.empty());
          json.name("error").value(String.valueOf(reason.getMessage()));
        });
  }

  private static void same(JsonWriter json, Optional<Boolean> same) throws IOException {
    json.name("same").value(same.orElse(null));
  }

  private static void pending(JsonWriter json, MigrationStatus m) throws IOException {
    if (m.state() == State.PENDING) {
      json.beginObject();
      json.name("id").value(m.migration().version());
      json.name("description").value(m.migration().description());
      json.name("outOfOrder").value(m.outOfOrder());
      json.endObject();
    }
  }

  private static void differences(JsonWriter json, String name, List<Difference> differences)
      throws IOException {
    json.name(name).beginArray();
    for (Difference d : differences) {
      json.beginObject();
      json.name("change").value(d.change().name().toLowerCase(Locale.ROOT));
      json.name("kind").value(d.kind().label());
      json.name("name").value(d.name());
      json.name("attribute").value(d.attribute().orElse(null));
      json.name("before").value(d.before().orElse(null));
      json.name("after").value(d.after().orElse(null));
      json.endObject();
    }
    json.endArray();
  }
}
