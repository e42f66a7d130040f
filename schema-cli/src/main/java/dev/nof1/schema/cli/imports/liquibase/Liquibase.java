package dev.nof1.schema.cli.imports.liquibase;

import dev.nof1.schema.cli.imports.foreign.ForeignIds;
import dev.nof1.schema.cli.imports.foreign.ForeignScript;
import dev.nof1.schema.cli.imports.foreign.ForeignScripts;
import dev.nof1.schema.cli.imports.foreign.ForeignTool;
import dev.nof1.schema.cli.imports.foreign.History;
import dev.nof1.schema.cli.imports.foreign.HistoryRow;
import dev.nof1.schema.cli.imports.foreign.ImportSource;
import dev.nof1.schema.cli.imports.foreign.LeftOut;
import dev.nof1.schema.cli.imports.foreign.Variables;
import dev.nof1.schema.error.ConfigurationException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Liquibase: formatted SQL, or the SQL that it writes of any changelog. */
public final class Liquibase implements ForeignTool {

  @Override
  public String title() {
    return "Liquibase";
  }

  @Override
  public String historyTable(ImportSource source) {
    return "databasechangelog";
  }

  @Override
  public List<String> furtherTables() {
    return List.of("databasechangeloglock");
  }

  @Override
  public List<String> historyColumns() {
    return LiquibaseHistory.COLUMNS;
  }

  @Override
  public History history(List<HistoryRow> rows, ForeignScripts scripts) {
    return LiquibaseHistory.of(rows, scripts);
  }

  @Override
  public ForeignScripts read(ImportSource source) {
    List<ChangeSet> changeSets = new ArrayList<>();
    List<LeftOut> leftOut = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    Variables variables = Variables.between("${", "}");
    Map<String, String> values = new TreeMap<>();
    if (Files.isDirectory(source.path())) {
      for (Path file : source.files()) {
        String name = source.name(file);
        if (name.endsWith(".sql")) {
          String text = source.text(file);
          if (FormattedSql.isIn(text)) {
            values.putAll(
                FormattedSql.read(text, name, variables, changeSets, leftOut, notes::add));
          } else {
            leftOut.add(new LeftOut(name, "it does not begin with '--liquibase formatted sql'"));
          }
        } else if (name.matches(".*\\.(?:xml|ya?ml|json)")) {
          leftOut.add(
              new LeftOut(
                  name,
                  "it is no SQL; import the SQL that Liquibase writes of it (update-sql) if it has changesets. Formatted files are taken in the order of their names"));
        }
      }
    } else {
      readFile(source, variables, values, changeSets, leftOut, notes);
    }
    if (changeSets.isEmpty()) {
      throw new ConfigurationException(
          "%s has no changesets in formatted SQL. Nothing was created. Name a file or folder of such, or the SQL that Liquibase writes: liquibase update-sql --output-file=FILE (with an empty database, so that all is in it)."
              .formatted(source.path()));
    }
    variables.names().keySet().forEach(name -> values.putIfAbsent(name, ""));
    notes.addAll(variables.notes());
    return new ForeignScripts(scripts(changeSets), leftOut, notes, values);
  }

  private static void readFile(
      ImportSource source,
      Variables variables,
      Map<String, String> values,
      List<ChangeSet> changeSets,
      List<LeftOut> leftOut,
      List<String> notes) {
    Path file = source.path();
    String text = source.text(file);
    if (FormattedSql.isIn(text)) {
      values.putAll(
          FormattedSql.read(text, source.name(file), variables, changeSets, leftOut, notes::add));
    } else if (WrittenSql.isIn(text)) {
      changeSets.addAll(
          WrittenSql.read(text, file, source.undo().map(source::text), source.undo().orElse(file)));
    }
  }

  private static List<ForeignScript> scripts(List<ChangeSet> changeSets) {
    List<BigDecimal> ids =
        ForeignIds.kept(changeSets.stream().map(ChangeSet::id).toList())
            .orElseGet(() -> ForeignIds.counted(changeSets.size()));
    List<ForeignScript> scripts = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < changeSets.size(); i++) {
      ChangeSet one = changeSets.get(i);
      if (!names.add(one.name())) {
        throw new ConfigurationException(
            "The changeset %s is there twice. Nothing was created. Remove one of them."
                .formatted(one.name()));
      }
      scripts.add(
          new ForeignScript(
              ids.get(i),
              one.name(),
              one.name(),
              one.comment().isEmpty() ? one.id() : one.comment(),
              one.up(),
              one.undo(),
              ""));
    }
    return scripts;
  }
}
