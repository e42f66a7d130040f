package dev.nof1.schema.cli.imports.liquibase;

import dev.nof1.schema.cli.imports.foreign.ForeignScript;
import dev.nof1.schema.cli.imports.foreign.ForeignScripts;
import dev.nof1.schema.cli.imports.foreign.History;
import dev.nof1.schema.cli.imports.foreign.HistoryRow;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Liquibase's change log table: a row for each changeset that is in effect; it deletes the row when
 * it rolls back.
 *
 * @see <a
 *     href="https://docs.liquibase.com/concepts/tracking-tables/databasechangelog-table.html">Liquibase:
 *     DATABASECHANGELOG</a>
 */
final class LiquibaseHistory {
  static final List<String> COLUMNS =
      List.of("orderexecuted", "id", "author", "filename", "exectype");

  private LiquibaseHistory() {}

  static History of(List<HistoryRow> rows, ForeignScripts scripts) {
    Set<String> applied = new LinkedHashSet<>();
    List<String> remarks = new ArrayList<>();
    for (HistoryRow row : rows) {
      String name = row.get("filename") + "::" + row.get("id") + "::" + row.get("author");
      List<ForeignScript> found =
          scripts.scripts().stream().filter(script -> isIn(row, script.key())).toList();
      List<ForeignScript> exact =
          found.stream().filter(script -> script.key().equals(name)).toList();
      List<ForeignScript> meant = exact.isEmpty() ? found : exact;
      switch (row.get("exectype")) {
        case "FAILED", "SKIPPED" ->
            remarks.add(
                "%s there: %s; it is not recorded. Find out what of it is in effect before 'up'."
                    .formatted(row.get("exectype").toLowerCase(Locale.ROOT), name));
        default -> {
          if (meant.size() != 1) {
            remarks.add(
                meant.isEmpty()
                    ? "applied there, but not among the scripts: " + name
                    : "applied there, but more than one script can be meant: " + name);
          } else {
            applied.add(meant.get(0).key());
          }
          if (row.get("exectype").equals("MARK_RAN")) {
            remarks.add(
                "marked there as run without being run: %s; 'check' says whether its effect is there."
                    .formatted(name));
          }
        }
      }
    }
    return new History(applied, remarks);
  }

  private static boolean isIn(HistoryRow row, String key) {
    String names = "::" + row.get("id") + "::" + row.get("author");
    return key.endsWith(names)
        && ChangeSet.isSamePath(
            row.get("filename"), key.substring(0, key.length() - names.length()));
  }
}
