package dev.nof1.schema.cli.imports.flyway;

import dev.nof1.schema.cli.imports.foreign.ForeignScript;
import dev.nof1.schema.cli.imports.foreign.ForeignScripts;
import dev.nof1.schema.cli.imports.foreign.History;
import dev.nof1.schema.cli.imports.foreign.HistoryRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Flyway's schema history: rows in the order of {@code installed_rank}, of which the last one of a
 * version says whether it is in effect.
 *
 * @see <a
 *     href="https://documentation.red-gate.com/fd/flyway-schema-history-table-273973417.html">Flyway:
 *     schema history table</a>
 */
final class FlywayHistory {
  static final List<String> COLUMNS =
      List.of("installed_rank", "version", "description", "type", "script", "checksum", "success");

  private final ForeignScripts scripts;
  private final Map<String, HistoryRow> last = new LinkedHashMap<>();
  private final Set<String> applied = new LinkedHashSet<>();
  private final List<String> remarks = new ArrayList<>();

  private FlywayHistory(ForeignScripts scripts) {
    this.scripts = scripts;
  }

  static History of(List<HistoryRow> rows, ForeignScripts scripts) {
    FlywayHistory history = new FlywayHistory(scripts);
    rows.forEach(history::row);
    history.last.forEach(history::conclude);
    return new History(history.applied, history.remarks);
  }

  private void row(HistoryRow row) {
    String type = row.get("type");
    Optional<FlywayVersion> version = FlywayVersion.parse(row.get("version"));
    if (type.equals("SCHEMA")) {
      remarks.add(
          "Flyway has created the schema %s; a new database needs it before 'up'."
              .formatted(row.get("script")));
    } else if (version.isEmpty()) {
      last.put(Flyway.REPEATABLE + row.get("description"), row);
    } else if (type.contains("BASELINE")) {
      if (isSuccess(row)) {
        baseline(version.get(), type);
      }
    } else if (isSuccess(row) || !type.startsWith("UNDO")) {
      // A failed undo has undone nothing that is known of.
      last.put(version.get().toString(), row);
    } else {
      remarks.add(
          "failed there: undoing %s (%s); look at what of it is left, it counts as applied."
              .formatted(version.get(), row.get("script")));
    }
  }

  /** Everything up to a baseline was there before Flyway, or is made by its baseline script. */
  private void baseline(FlywayVersion baseline, String type) {
    int count = 0;
    for (ForeignScript script : scripts.scripts()) {
      Optional<FlywayVersion> version = FlywayVersion.parse(script.key());
      if (version.isPresent() && version.get().compareTo(baseline) <= 0) {
        applied.add(script.key());
        count++;
      }
    }
    remarks.add(
        "baseline there: %s (%s), which stands for %d of the scripts."
            .formatted(baseline, type, count));
  }

  private void conclude(String key, HistoryRow row) {
    String what = key.startsWith(Flyway.REPEATABLE) ? row.get("script") : key;
    Optional<ForeignScript> script = scripts.find(key);
    String type = row.get("type");
    if (!isSuccess(row)) {
      applied.remove(key);
      remarks.add(
          "failed there: %s (%s); it is not recorded. Find out what of it is in effect before 'up'."
              .formatted(what, row.get("description")));
    } else if (type.startsWith("UNDO")) {
      applied.remove(key);
      remarks.add("undone there: %s (%s)".formatted(what, row.get("description")));
    } else if (type.equals("DELETE")) {
      applied.remove(key);
      remarks.add("deleted there: %s (%s)".formatted(what, row.get("description")));
    } else if (script.isEmpty()) {
      remarks.add(
          "applied there, but not among the scripts: %s (%s, %s)"
              .formatted(what, row.get("description"), type));
    } else {
      conclude(script.get(), row);
    }
  }

  private void conclude(ForeignScript script, HistoryRow row) {
    String checksum = row.get("checksum");
    boolean isChanged = !checksum.isEmpty() && !checksum.equals(script.checksum());
    if (isChanged && script.key().startsWith(Flyway.REPEATABLE)) {
      remarks.add(
          "changed since it was last run there: %s; it is not recorded, 'up' runs it."
              .formatted(script.origin()));
      return;
    }
    if (isChanged) {
      remarks.add(
          "changed since it was applied there: %s (checksum %s there, %s here); 'check' says whether that matters."
              .formatted(script.origin(), checksum, script.checksum()));
    }
    applied.add(script.key());
  }

  private static boolean isSuccess(HistoryRow row) {
    return row.get("success").equals("t");
  }
}
