package dev.nof1.schema.cli.imports.alembic;

import dev.nof1.schema.cli.imports.foreign.HeadedSql;
import dev.nof1.schema.cli.imports.foreign.OwnTable;
import dev.nof1.schema.cli.imports.foreign.Section;
import dev.nof1.schema.cli.imports.foreign.StatementSpan;
import dev.nof1.schema.cli.imports.foreign.Variables;
import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.sql.SqlProblemException;
import dev.nof1.schema.sql.SqlStatement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Revision in a file that {@code alembic upgrade --sql} or {@code downgrade --sql} has written.
 *
 * @param from revisions before it; none at the base, several where branches meet
 * @param to revisions behind it
 * @param section its statements, without those of Alembic's own
 * @see <a href="https://alembic.sqlalchemy.org/en/latest/offline.html">Alembic: offline mode</a>
 */
record OfflineSql(List<String> from, List<String> to, Section section) {
  private static final String HEADING = "-- Running %s ?(.*?) -> ?(.*)";

  /** Reads a file of one direction. */
  static List<OfflineSql> in(String text, String direction, OwnTable versions, Path file) {
    List<HeadedSql> parts = HeadedSql.in(text, Pattern.compile(HEADING.formatted(direction)));
    if (parts.isEmpty()) {
      throw new ConfigurationException(
          "%s has no line '-- Running %s …', so it is not what 'alembic %s --sql' writes. Nothing was created. Write it: alembic %s --sql > FILE"
              .formatted(
                  file,
                  direction,
                  direction,
                  direction.equals("upgrade") ? "upgrade head" : "downgrade head:base"));
    }
    // Where revisions share one transaction it begins before the first heading.
    boolean inside = isBegun(text, parts.get(0));
    boolean hasTransactions =
        inside || parts.stream().anyMatch(part -> part.sql().contains("BEGIN;"));
    List<OfflineSql> revisions = new ArrayList<>();
    for (HeadedSql part : parts) {
      List<StatementSpan> own = new ArrayList<>();
      boolean outside = false;
      try {
        for (StatementSpan span : StatementSpan.in(part.sql(), ";")) {
          SqlStatement s = span.statement();
          if (isTransaction(s)) {
            inside = s.startsWith("BEGIN");
            own.add(span);
          } else if (versions.isIn(s)) {
            own.add(span);
          } else {
            // Alembic's autocommit_block() commits before a statement and begins behind it.
            outside |= hasTransactions && !inside;
          }
        }
      } catch (SqlProblemException e) {
        throw new ConfigurationException(
            "%s, at '%s', line %d behind it: %s. Nothing was created."
                .formatted(file, part.heading().group(), e.line(), e.getMessage()),
            e);
      }
      String sql = StatementSpan.without(part.sql(), own);
      revisions.add(
          new OfflineSql(
              names(part.heading().group(1)),
              names(part.heading().group(2)),
              Section.of(sql, outside, Variables.none())));
    }
    return revisions;
  }

  private static boolean isBegun(String text, HeadedSql first) {
    return text.substring(0, text.indexOf(first.heading().group())).contains("BEGIN;");
  }

  private static boolean isTransaction(SqlStatement s) {
    return s.text().equalsIgnoreCase("BEGIN") || s.text().equalsIgnoreCase("COMMIT");
  }

  private static List<String> names(String list) {
    return Stream.of(list.split(",")).map(String::strip).filter(name -> !name.isEmpty()).toList();
  }
}
