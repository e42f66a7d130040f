package dev.nof1.schema.cli.imports.foreign;

import dev.nof1.schema.sql.SqlStatement;
import java.util.regex.Pattern;

/** Statements by which another tool keeps its own table, which no migration shall contain. */
public final class OwnTable {
  private final Pattern statement;

  /**
   * Recognises statements on a table.
   *
   * @param names the table's name, with a schema or without; several, where there are several
   *     tables
   */
  public OwnTable(String... names) {
    StringBuilder any = new StringBuilder();
    for (String name : names) {
      String last = name.substring(name.lastIndexOf('.') + 1).replace("\"", "");
      any.append(any.isEmpty() ? "" : "|").append(Pattern.quote(last));
    }
    statement =
        Pattern.compile(
            "^(?:INSERT\\s+INTO|UPDATE|DELETE\\s+FROM|CREATE\\s+TABLE(?:\\s+IF\\s+NOT\\s+EXISTS)?|DROP\\s+TABLE|SELECT\\s.*\\sFROM)\\s+(?:\"?\\w+\"?\\.)?\"?(?:%s)\"?(?!\\w).*"
                .formatted(any),
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  }

  /** Name without its schema, and in quotes only where it needs them. */
  static String plain(String name) {
    String last = name.replaceFirst("^.*\\.(?=[^\".]+$|\"[^\"]*\"$)", "");
    String bare = last.replaceAll("^\"|\"$", "");
    return bare.matches("[a-z_][a-z0-9_]*") ? bare : last;
  }

  /** Checks whether a statement is the tool's own. */
  public boolean isIn(SqlStatement s) {
    return statement.matcher(s.text()).matches();
  }
}
