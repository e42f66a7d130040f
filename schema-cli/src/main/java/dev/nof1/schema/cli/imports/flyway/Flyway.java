package dev.nof1.schema.cli.imports.flyway;

import dev.nof1.schema.cli.imports.flyway.FlywayName.Kind;
import dev.nof1.schema.cli.imports.foreign.ForeignScript;
import dev.nof1.schema.cli.imports.foreign.ForeignScripts;
import dev.nof1.schema.cli.imports.foreign.ForeignTool;
import dev.nof1.schema.cli.imports.foreign.History;
import dev.nof1.schema.cli.imports.foreign.HistoryRow;
import dev.nof1.schema.cli.imports.foreign.ImportSource;
import dev.nof1.schema.cli.imports.foreign.LeftOut;
import dev.nof1.schema.cli.imports.foreign.Section;
import dev.nof1.schema.cli.imports.foreign.Variables;
import dev.nof1.schema.error.ConfigurationException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;

/** Flyway: files named {@code V1__words.sql}, with {@code U1__words.sql} to undo them. */
public final class Flyway implements ForeignTool {
  static final String REPEATABLE = "R ";

  @Override
  public String title() {
    return "Flyway";
  }

  @Override
  public String historyTable(ImportSource source) {
    return FlywayConfig.of(source).table();
  }

  @Override
  public List<String> historyColumns() {
    return FlywayHistory.COLUMNS;
  }

  @Override
  public History history(List<HistoryRow> rows, ForeignScripts scripts) {
    return FlywayHistory.of(rows, scripts);
  }

  @Override
  public ForeignScripts read(ImportSource source) {
    return new Reading(source, FlywayConfig.of(source)).scripts();
  }

  /** Checksum as Flyway's history has it: CRC-32 of the lines, without their ends. */
  static String checksum(String text) {
    CRC32 crc = new CRC32();
    text.lines().forEach(line -> crc.update(line.getBytes(StandardCharsets.UTF_8)));
    return Integer.toString((int) crc.getValue());
  }

  /** One reading of a folder. */
  private static final class Reading {
    private final ImportSource source;
    private final FlywayConfig config;
    private final Variables variables;
    private final SortedMap<FlywayVersion, Path> versioned = new TreeMap<>();
    private final SortedMap<FlywayVersion, Path> undo = new TreeMap<>();
    private final SortedMap<FlywayVersion, Path> baselines = new TreeMap<>();
    private final SortedMap<String, Path> repeatable = new TreeMap<>();
    private final List<LeftOut> leftOut = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    Reading(ImportSource source, FlywayConfig config) {
      this.source = source;
      this.config = config;
      this.variables = Variables.between(config.placeholderPrefix(), config.placeholderSuffix());
    }

    ForeignScripts scripts() {
      source.files().forEach(this::sort);
      takeOldestBaseline();
      if (versioned.isEmpty() && repeatable.isEmpty()) {
        throw new ConfigurationException(
            "%s has no Flyway migrations (files such as %s1%swords.sql). Nothing was created. Name the folder of the migrations, and --config=FILE where prefixes are not Flyway's own."
                .formatted(source.path(), config.prefix(Kind.VERSIONED), config.separator()));
      }
      versioned.values().removeIf(this::isConditional);
      repeatable.values().removeIf(this::isConditional);
      List<FlywayVersion> versions = List.copyOf(versioned.keySet());
      List<BigDecimal> ids = FlywayVersion.ids(versions);
      List<ForeignScript> scripts = new ArrayList<>();
      for (Map.Entry<FlywayVersion, Path> entry : versioned.entrySet()) {
        BigDecimal id = ids.get(scripts.size());
        Optional<Path> undoing = Optional.ofNullable(undo.get(entry.getKey()));
        scripts.add(script(entry.getValue(), id, entry.getKey().toString(), undoing));
      }
      BigDecimal last = ids.isEmpty() ? BigDecimal.ZERO : ids.get(ids.size() - 1);
      for (Map.Entry<String, Path> entry : repeatable.entrySet()) {
        last = last.add(BigDecimal.ONE);
        scripts.add(repeatable(entry.getKey(), entry.getValue(), last));
      }
      undo.keySet().removeAll(versioned.keySet());
      undo.values()
          .forEach(file -> leaveOut(file, "there is no versioned migration that it undoes"));
      notes.addAll(variables.notes());
      config.schema().ifPresent(this::noteSchema);
      return new ForeignScripts(scripts, leftOut, notes, values());
    }

    private void noteSchema(String schema) {
      notes.add(
          "Flyway works in the schema %1$s, which it creates. Add ?currentSchema=%1$s to the URL in the environment file, and create the schema in a new database before 'up'."
              .formatted(schema));
    }

    private void sort(Path file) {
      String name = String.valueOf(file.getFileName());
      Optional<String> stem =
          config.suffixes().stream()
              .filter(name::endsWith)
              .map(suffix -> name.substring(0, name.length() - suffix.length()))
              .findFirst();
      if (stem.isEmpty()) {
        otherThanSql(file, name);
        return;
      }
      FlywayName parsed = FlywayName.of(stem.get(), config);
      switch (parsed.kind()) {
        case VERSIONED -> add(versioned, parsed.version().orElseThrow(), file);
        case UNDO -> add(undo, parsed.version().orElseThrow(), file);
        case BASELINE -> add(baselines, parsed.version().orElseThrow(), file);
        case REPEATABLE -> add(repeatable, parsed.description(), file);
        case CALLBACK ->
            leaveOut(
                file, "a callback; a hook does the same: hook_before_up=… in the environment file");
        case NONE -> leaveOut(file, "its name is no migration's, and Flyway passes it over, too");
      }
    }

    private void otherThanSql(Path file, String name) {
      int dot = name.lastIndexOf('.');
      String stem = dot < 0 ? name : name.substring(0, dot);
      FlywayName parsed = FlywayName.of(stem, config);
      if (parsed.kind() == Kind.NONE || name.endsWith(".conf")) {
        return;
      }
      boolean isCopy = dot > 0 && config.suffixes().stream().anyMatch(stem::endsWith);
      if (isCopy) {
        leaveOut(
            file, "its name ends otherwise than a migration's, and Flyway passes it over, too");
      } else {
        leaveOut(
            file,
            parsed.kind() == Kind.CALLBACK
                ? "a callback; a hook does the same"
                : "a migration that is no SQL: write what it does as a script with this place in the order");
      }
    }

    private <K> void add(Map<K, Path> files, K key, Path file) {
      Path other = files.put(key, file);
      if (other != null) {
        throw new ConfigurationException(
            "%s and %s are the same migration to Flyway. Nothing was created. Remove one of them."
                .formatted(other, file));
      }
    }

    private void leaveOut(Path file, String why) {
      leftOut.add(new LeftOut(source.name(file), why));
    }

    /** A new database starts from the newest baseline whose versioned scripts are gone. */
    private void takeOldestBaseline() {
      for (Map.Entry<FlywayVersion, Path> baseline : baselines.entrySet()) {
        boolean isCovered =
            !versioned.headMap(baseline.getKey()).isEmpty()
                || versioned.containsKey(baseline.getKey());
        if (isCovered) {
          leaveOut(
              baseline.getValue(),
              "a baseline of versioned migrations that are taken over; 'squash' makes one of them");
        } else {
          versioned.put(baseline.getKey(), baseline.getValue());
        }
      }
    }

    private ForeignScript repeatable(String description, Path file, BigDecimal id) {
      notes.add(
          "%s is repeatable in Flyway; it is taken over once, as %s. A later change of it goes into a new migration."
              .formatted(source.name(file), id.toPlainString()));
      return script(file, id, REPEATABLE + description, Optional.empty());
    }

    private ForeignScript script(Path file, BigDecimal id, String key, Optional<Path> undoing) {
      String text = source.text(file, config.encoding(FlywayConfig.beside(file, source), source));
      return new ForeignScript(
          id,
          key,
          source.name(file) + undoing.map(u -> ", " + source.name(u)).orElse(""),
          words(file),
          section(file, text),
          undoing.map(
              u ->
                  section(
                      u, source.text(u, config.encoding(FlywayConfig.beside(u, source), source)))),
          checksum(text));
    }

    /** A script that must not run in every database is not made one that does. */
    private boolean isConditional(Path file) {
      Optional<String> condition = FlywayConfig.beside(file, source).condition();
      condition.ifPresent(
          when ->
              leaveOut(
                  file,
                  "Flyway runs it only where %s, and a migration runs always; write it as one where it belongs into every database"
                      .formatted(when)));
      return condition.isPresent();
    }

    private Section section(Path file, String text) {
      FlywayConfig own = FlywayConfig.beside(file, source);
      boolean replaces = config.replacesPlaceholders(own);
      return Section.of(text, !config.inTransaction(own), replaces ? variables : variables.off());
    }

    private String words(Path file) {
      String name = String.valueOf(file.getFileName());
      String stem =
          config.suffixes().stream()
              .filter(name::endsWith)
              .map(suffix -> name.substring(0, name.length() - suffix.length()))
              .findFirst()
              .orElse(name);
      return FlywayName.of(stem, config).description();
    }

    private Map<String, String> values() {
      Map<String, String> values = new TreeMap<>(Comparator.naturalOrder());
      variables
          .names()
          .forEach(
              (name, placeholder) -> values.put(name, config.placeholder(placeholder).orElse("")));
      return values;
    }
  }
}
