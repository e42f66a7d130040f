package dev.nof1.schema.cli.imports.liquibase;

import dev.nof1.schema.cli.imports.foreign.HeadedSql;
import dev.nof1.schema.cli.imports.foreign.OwnTable;
import dev.nof1.schema.cli.imports.foreign.Section;
import dev.nof1.schema.cli.imports.foreign.StatementSpan;
import dev.nof1.schema.cli.imports.foreign.Variables;
import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.sql.SqlProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reading of the SQL that the user's own Liquibase writes: {@code update-sql}, and {@code
 * future-rollback-sql} or {@code rollback-sql}.
 *
 * @see <a href="https://docs.liquibase.com/commands/update/update-sql.html">Liquibase:
 *     update-sql</a>
 */
final class WrittenSql {
  private static final Pattern UP =
      Pattern.compile("(?i)-- Changeset (.+?)::(.+?)::(.+?)(?:::\\((?:Checksum|MD5Sum):.*\\))?");
  private static final Pattern DOWN =
      Pattern.compile("(?i)-- Rolling Back ChangeSet: (.+?)::(.+?)::(.+?)(?:::\\(.*\\))?");
  private static final OwnTable TABLES = new OwnTable("databasechangelog", "databasechangeloglock");

  private WrittenSql() {}

  /** Checks whether a text is what Liquibase writes. */
  static boolean isIn(String text) {
    return !HeadedSql.in(text, UP).isEmpty();
  }

  static List<ChangeSet> read(
      String text, Path file, Optional<String> rollback, Path rollbackFile) {
    Map<String, Section> undo = new LinkedHashMap<>();
    rollback.ifPresent(
        sql -> {
          List<HeadedSql> parts = HeadedSql.in(sql, DOWN);
          if (parts.isEmpty()) {
            throw new ConfigurationException(
                "%s has no line '-- Rolling Back ChangeSet: …', so it is not what Liquibase writes. Nothing was created. Write it: liquibase future-rollback-sql --output-file=FILE"
                    .formatted(rollbackFile));
          }
          parts.forEach(part -> undo.put(name(part), section(part, rollbackFile)));
        });
    List<ChangeSet> changeSets = new ArrayList<>();
    for (HeadedSql part : HeadedSql.in(text, UP)) {
      changeSets.add(
          new ChangeSet(
              part.heading().group(1),
              part.heading().group(2),
              part.heading().group(3),
              comment(part),
              section(part, file),
              Optional.ofNullable(undo.get(name(part)))));
    }
    return changeSets;
  }

  /** Comment of the changeset, which Liquibase writes behind the heading. */
  private static String comment(HeadedSql part) {
    String first = part.sql().stripLeading().lines().findFirst().orElse("");
    return first.startsWith("-- ") ? first.substring(3).strip() : "";
  }

  private static String name(HeadedSql part) {
    return part.heading().group(1)
        + "::"
        + part.heading().group(2)
        + "::"
        + part.heading().group(3);
  }

  /** Keeps what stands before Liquibase's own row; behind it are its lock and its search path. */
  private static Section section(HeadedSql part, Path file) {
    try {
      List<StatementSpan> own = new ArrayList<>();
      int end = part.sql().length();
      for (StatementSpan span : StatementSpan.in(part.sql(), ";")) {
        if (TABLES.isIn(span.statement())) {
          own.add(span);
          end = own.size() == 1 ? span.from() : end;
        }
      }
      return Section.of(part.sql().substring(0, end), false, Variables.none());
    } catch (SqlProblemException e) {
      throw new ConfigurationException(
          "%s, at '%s', line %d behind it: %s. Nothing was created."
              .formatted(file, part.heading().group(), e.line(), e.getMessage()),
          e);
    }
  }
}
