package dev.nof1.schema.cli.migrate;

import com.google.gson.stream.JsonWriter;
import dev.nof1.schema.cli.io.Json;
import dev.nof1.schema.cli.report.StatusJson;
import dev.nof1.schema.plan.Plan;
import dev.nof1.schema.plan.Step;
import dev.nof1.schema.repository.Migration;
import dev.nof1.schema.sql.SqlStatement;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A plan, or a plan that was run, for machines; the names in it are a promise. */
final class PlanJson {
  private PlanJson() {}

  /**
   * Writes it.
   *
   * @param after where the database is, or would be
   * @param times how long each step took; empty for a dry run
   * @param statements what each step would send, where that was asked for
   * @param problem what ended it early; the plan is then that of the steps that were done
   */
  static void write(
      String environment,
      Plan plan,
      Optional<Migration> after,
      Optional<List<Duration>> times,
      Optional<Map<Step, List<SqlStatement>>> statements,
      Optional<String> problem,
      PrintWriter out) {
    Json.print(
        out,
        json -> {
          json.name("environment").value(environment);
          json.name("database").value(plan.before().database());
          json.name("dryRun").value(times.isEmpty());
          json.name("before").value(plan.before().current().map(Migration::version).orElse(null));
          json.name("after").value(after.map(Migration::version).orElse(null));
          json.name("steps").beginArray();
          for (int i = 0; i < plan.steps().size(); i++) {
            Step step = plan.steps().get(i);
            json.beginObject();
            json.name("direction").value(step.direction().name().toLowerCase(Locale.ROOT));
            json.name("id").value(step.migration().version());
            json.name("description").value(step.migration().description());
            json.name("script").value(step.migration().fileName());
            json.name("loses").value(step.loss().orElse(null));
            if (times.isPresent()) {
              json.name("milliseconds").value(times.get().get(i).toMillis());
            }
            if (statements.isPresent()) {
              write(json, statements.get().getOrDefault(step, List.of()));
            }
            json.endObject();
          }
          json.endArray();
          json.name("skipped").beginArray();
          for (Migration skipped : plan.skipped()) {
            json.value(skipped.version());
          }
          json.endArray();
          StatusJson.writeMissing(plan.before(), json);
          if (problem.isPresent()) {
            json.name("problem").value(problem.get());
          }
        });
  }

  /** Writes a failure that came before there was a plan, such as that of a connection. */
  static void writeNone(String environment, String problem, PrintWriter out) {
    Json.print(
        out,
        json -> {
          json.name("environment").value(environment);
          json.name("dryRun").value(false);
          json.name("steps").beginArray().endArray();
          json.name("problem").value(problem);
        });
  }

  private static void write(JsonWriter json, List<SqlStatement> statements) throws IOException {
    json.name("statements").beginArray();
    for (SqlStatement s : statements) {
      json.beginObject();
      json.name("line").value(s.line());
      json.name("column").value(s.column());
      json.name("sql").value(s.text());
      json.endObject();
    }
    json.endArray();
  }
}
