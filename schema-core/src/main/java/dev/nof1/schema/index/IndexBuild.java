package dev.nof1.schema.index;

import dev.nof1.schema.sql.OutsideOnly;
import dev.nof1.schema.sql.SqlStatement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Head of a {@code CREATE INDEX}: what stands before its columns.
 *
 * @param ifNotExists whether it is content with one by that name
 * @param name as it is written, quotes and all; null where the server is to choose one
 * @param table as it is written
 */
record IndexBuild(boolean ifNotExists, @Nullable String name, String table) {
  private static final String GAP = "(?:\\s|--[^\\n]*\\n|/\\*.*?\\*/)++";
  private static final String NAME = "(?:\"(?:[^\"]|\"\")++\"|[\\p{L}_][\\p{L}\\p{N}_$]*+)";
  private static final Pattern FORM =
      Pattern.compile(
          "CREATE~(?:UNIQUE~)?INDEX~(?:CONCURRENTLY~)?(?:(IF~NOT~EXISTS~)?(?!ON\\b)(@)~)?ON~(?:ONLY~)?(@(?:\\s*\\.\\s*@)?)"
              .replace("~", GAP)
              .replace("@", NAME),
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  static @Nullable IndexBuild of(SqlStatement s) {
    if (!OutsideOnly.isIndex(s)) {
      return null;
    }
    Matcher m = FORM.matcher(s.text());
    return m.lookingAt() ? new IndexBuild(m.group(1) != null, m.group(2), m.group(3)) : null;
  }
}
