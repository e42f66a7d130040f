package dev.nof1.schema.cli.imports.foreign;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Script of another tool on its way into a repository.
 *
 * @param id the migration's id there
 * @param key what the tool's history knows it by
 * @param origin where it comes from, in the tool's words
 * @param description what it does, in words
 * @param up its SQL
 * @param undo the SQL that undoes it; empty where the tool has none
 * @param checksum the tool's own, as its history has it; empty where it is not known
 */
public record ForeignScript(
    BigDecimal id,
    String key,
    String origin,
    String description,
    Section up,
    Optional<Section> undo,
    String checksum) {
  /** Most bytes of a description: a file name has at most 255, with its id. */
  private static final int LONGEST = 200;

  /** Name of its file in a repository. */
  public String fileName() {
    String words =
        description.strip().replaceAll("[^\\p{L}\\p{N}.,+-]+", "_").replaceAll("^[_.]+|[_.]+$", "");
    String few = words;
    while (few.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
      few = few.substring(0, few.offsetByCodePoints(few.length(), -1));
    }
    return id.toPlainString() + "_" + (few.isEmpty() ? "imported" : few) + ".sql";
  }

  /** Content of its file in a repository. */
  public String text(String tool) {
    StringBuilder text = new StringBuilder();
    text.append("-- Imported from ").append(tool).append(": ");
    text.append(MybatisText.reworded(origin.replaceAll("\\s+", " "))).append('\n');
    append(text, up);
    text.append('\n');
    if (undo.filter(section -> !section.isEmpty()).isPresent()) {
      text.append("-- //@UNDO\n");
      append(text, undo.get());
    } else if (up.isEmpty()) {
      text.append("-- //@UNDO\n\nSELECT 1; -- Nothing was done, so nothing is undone.\n");
    } else {
      text.append("-- //@IRREVERSIBLE imported without undo\n");
    }
    return text.toString();
  }

  /** Checks whether it can be undone. */
  public boolean isReversible() {
    return up.isEmpty() || undo.filter(section -> !section.isEmpty()).isPresent();
  }

  private static void append(StringBuilder text, Section section) {
    if (section.outsideTransaction()) {
      text.append("-- //@NO_TRANSACTION\n");
    }
    if (!section.delimiter().equals(";")) {
      text.append("-- //@DELIMITER ").append(section.delimiter()).append('\n');
    }
    String sql = section.text().strip();
    text.append('\n').append(sql);
    text.append(sql.isEmpty() ? "" : "\n");
  }
}
