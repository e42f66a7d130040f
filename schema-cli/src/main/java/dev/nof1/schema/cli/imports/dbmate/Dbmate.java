package dev.nof1.schema.cli.imports.dbmate;

import dev.nof1.schema.cli.imports.foreign.ForeignIds;
import dev.nof1.schema.cli.imports.foreign.ForeignScript;
import dev.nof1.schema.cli.imports.foreign.ForeignScripts;
import dev.nof1.schema.cli.imports.foreign.ForeignTool;
import dev.nof1.schema.cli.imports.foreign.History;
import dev.nof1.schema.cli.imports.foreign.HistoryRow;
import dev.nof1.schema.cli.imports.foreign.ImportSource;
import dev.nof1.schema.cli.imports.foreign.LeftOut;
import dev.nof1.schema.error.ConfigurationException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** dbmate: files named {@code 20260101120000_words.sql} with both directions in them. */
public final class Dbmate implements ForeignTool {
  private static final Pattern NAME = Pattern.compile("(\\d+)(.*)\\.sql");

  @Override
  public String title() {
    return "dbmate";
  }

  @Override
  public String historyTable(ImportSource source) {
    return "schema_migrations";
  }

  @Override
  public List<String> historyColumns() {
    return List.of("version");
  }

  @Override
  public ForeignScripts read(ImportSource source) {
    Map<String, Path> versions = new LinkedHashMap<>();
    Map<String, String> texts = new LinkedHashMap<>();
    List<LeftOut> leftOut = new ArrayList<>();
    for (Path file : source.files()) {
      Matcher name = NAME.matcher(source.name(file));
      if (!name.matches() || name.group(2).contains("/")) {
        // dbmate passes over folders in its folder, and other names.
        continue;
      }
      String text = source.text(file);
      String why = DbmateFile.problem(text).orElse("");
      if (!why.isEmpty()) {
        leftOut.add(new LeftOut(source.name(file), why));
        continue;
      }
      Path other = versions.put(name.group(1), file);
      if (other != null) {
        throw new ConfigurationException(
            "%s and %s are the same version to dbmate. Nothing was created. Remove one of them."
                .formatted(other, file));
      }
      texts.put(name.group(1), text);
    }
    if (versions.isEmpty()) {
      throw new ConfigurationException(
          "%s has no dbmate migrations (files such as 20260101120000_words.sql). Nothing was created. Name the folder of the migrations."
              .formatted(source.path()));
    }
    return new ForeignScripts(scripts(source, versions, texts), leftOut, List.of(), Map.of());
  }

  private static List<ForeignScript> scripts(
      ImportSource source, Map<String, Path> versions, Map<String, String> texts) {
    List<String> numbers = List.copyOf(versions.keySet());
    List<BigDecimal> ids =
        ForeignIds.kept(numbers).orElseGet(() -> ForeignIds.counted(numbers.size()));
    List<ForeignScript> scripts = new ArrayList<>();
    for (int i = 0; i < numbers.size(); i++) {
      String version = numbers.get(i);
      DbmateFile file = DbmateFile.of(texts.getOrDefault(version, ""));
      String name = source.name(versions.getOrDefault(version, source.path()));
      Matcher parts = NAME.matcher(name);
      String words = parts.matches() ? parts.group(2).replace('_', ' ') : "";
      scripts.add(new ForeignScript(ids.get(i), version, name, words, file.up(), file.undo(), ""));
    }
    return scripts;
  }

  /** A row is a version that is in effect: dbmate deletes it when it rolls back. */
  @Override
  public History history(List<HistoryRow> rows, ForeignScripts scripts) {
    Set<String> applied = new LinkedHashSet<>();
    List<String> remarks = new ArrayList<>();
    for (HistoryRow row : rows) {
      String version = row.get("version");
      if (scripts.find(version).isPresent()) {
        applied.add(version);
      } else {
        remarks.add("applied there, but not among the scripts: " + version);
      }
    }
    return new History(applied, remarks);
  }
}
