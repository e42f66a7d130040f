package dev.nof1.schema.cli.imports.alembic;

import dev.nof1.schema.cli.imports.foreign.ForeignIds;
import dev.nof1.schema.cli.imports.foreign.ForeignScript;
import dev.nof1.schema.cli.imports.foreign.ForeignScripts;
import dev.nof1.schema.cli.imports.foreign.ForeignTool;
import dev.nof1.schema.cli.imports.foreign.History;
import dev.nof1.schema.cli.imports.foreign.HistoryRow;
import dev.nof1.schema.cli.imports.foreign.ImportSource;
import dev.nof1.schema.cli.imports.foreign.LeftOut;
import dev.nof1.schema.cli.imports.foreign.OwnTable;
import dev.nof1.schema.cli.imports.foreign.Section;
import dev.nof1.schema.error.ConfigurationException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Alembic: revisions are Python, so what is read is the SQL that the user's own Alembic writes of
 * them.
 */
public final class Alembic implements ForeignTool {
  private static final String TABLE = "alembic_version";

  @Override
  public String title() {
    return "Alembic";
  }

  @Override
  public String historyTable(ImportSource source) {
    return TABLE;
  }

  @Override
  public List<String> historyColumns() {
    return List.of("version_num");
  }

  @Override
  public ForeignScripts read(ImportSource source) {
    Path file = source.path();
    if (Files.isDirectory(file)) {
      throw new ConfigurationException(
          "%s is a folder; Alembic's revisions are Python, and only Alembic can read them. Nothing was created. Have it write their SQL, and name that file: alembic upgrade head --sql > FILE"
              .formatted(file));
    }
    OwnTable versions = new OwnTable(source.historyTable().orElse(TABLE));
    List<OfflineSql> up = OfflineSql.in(source.text(file), "upgrade", versions, file);
    Map<String, Section> undo = new HashMap<>();
    source
        .undo()
        .ifPresent(
            down ->
                OfflineSql.in(source.text(down), "downgrade", versions, down)
                    .forEach(one -> one.from().forEach(name -> undo.put(name, one.section()))));
    List<BigDecimal> ids = ForeignIds.counted(up.size());
    List<ForeignScript> scripts = new ArrayList<>();
    for (int i = 0; i < up.size(); i++) {
      OfflineSql revision = up.get(i);
      String name = String.join(" ", revision.to());
      Optional<Section> undoing = Optional.ofNullable(undo.remove(name));
      scripts.add(
          new ForeignScript(
              ids.get(i),
              key(revision),
              "revision " + name,
              "revision " + name,
              revision.section(),
              undoing,
              ""));
    }
    List<LeftOut> leftOut =
        undo.keySet().stream()
            .sorted()
            .map(
                name -> new LeftOut("downgrade of " + name, "there is no upgrade to it in " + file))
            .toList();
    return new ForeignScripts(scripts, leftOut, notes(up.get(0), source), Map.of());
  }

  private static List<String> notes(OfflineSql first, ImportSource source) {
    List<String> notes = new ArrayList<>();
    if (!first.from().isEmpty()) {
      notes.add(
          "the file begins behind revision %s; what was before that is not in it."
              .formatted(String.join(", ", first.from())));
    }
    if (source.undo().isEmpty()) {
      notes.add(
          "nothing can be undone; for that write 'alembic downgrade head:base --sql > FILE', too, and name it with --undo.");
    }
    return notes;
  }

  /** Names a revision, and behind it those before it: its history has nothing but the heads. */
  private static String key(OfflineSql revision) {
    return String.join(",", revision.to()) + "<" + String.join(",", revision.from());
  }

  /** A row is a head: it and all that are before it are in effect. */
  @Override
  public History history(List<HistoryRow> rows, ForeignScripts scripts) {
    Map<String, ForeignScript> byName = new HashMap<>();
    for (ForeignScript script : scripts.scripts()) {
      byName.put(script.key().substring(0, script.key().indexOf('<')), script);
    }
    Set<String> applied = new LinkedHashSet<>();
    for (HistoryRow row : rows) {
      String head = row.get("version_num");
      if (!byName.containsKey(head)) {
        throw new ConfigurationException(
            "The database is at Alembic's revision %s, which the file does not have, so it is not known what is in effect. Nothing was recorded. Have Alembic write the SQL of all revisions: alembic upgrade heads --sql > FILE"
                .formatted(head));
      }
      addWithAncestors(head, byName, applied);
    }
    return new History(applied, List.of());
  }

  private static void addWithAncestors(
      String head, Map<String, ForeignScript> byName, Set<String> applied) {
    List<String> todo = new ArrayList<>(List.of(head));
    while (!todo.isEmpty()) {
      ForeignScript script = byName.get(todo.remove(0));
      if (script != null && applied.add(script.key())) {
        String before = script.key().substring(script.key().indexOf('<') + 1);
        todo.addAll(List.of(before.split(",")));
      }
    }
  }
}
