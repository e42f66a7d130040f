package dev.nof1.schema.cli.migrate;

import dev.nof1.schema.cli.io.Console;
import dev.nof1.schema.cli.io.Json;
import dev.nof1.schema.cli.io.Mark;
import java.io.PrintWriter;
import java.util.List;

/** Report on the state of each of many databases, for people and for machines. */
final class TenantReport {
  private TenantReport() {}

  static void text(List<TenantOutcome> outcomes, Console console) {
    int width = outcomes.stream().mapToInt(o -> o.name().length()).max().orElse(1);
    long failed = outcomes.stream().filter(o -> !o.succeeded()).count();
    for (TenantOutcome o : outcomes) {
      String stands =
          o.succeeded()
              ? "at %s, %s, %d run"
                  .formatted(o.current() == null ? "base" : o.current(), o.stands(), o.applied())
              : "failed%s: %s"
                  .formatted(
                      o.current() == null ? "" : " at " + o.current() + ", " + o.applied() + " run",
                      o.problem());
      console.result(
          o.succeeded() ? Mark.APPLIED : Mark.FAILED,
          ("%-" + width + "s  %s").formatted(o.name(), stands));
    }
    console.result(
        "%d of %d done%s."
            .formatted(
                outcomes.size() - failed,
                outcomes.size(),
                failed == 0 ? "" : ", " + failed + " failed; run it again when that is put right"));
  }

  static void json(List<TenantOutcome> outcomes, PrintWriter out) {
    Json.printList(
        out,
        json -> {
          for (TenantOutcome o : outcomes) {
            json.beginObject();
            json.name("name").value(o.name());
            json.name("succeeded").value(o.succeeded());
            json.name("run").value(o.applied());
            json.name("current").value(o.current());
            if (o.succeeded()) {
              json.name("pending").value(o.pending());
              json.name("missing").value(o.missing());
            } else {
              json.name("problem").value(o.problem());
            }
            json.endObject();
          }
        });
  }
}
