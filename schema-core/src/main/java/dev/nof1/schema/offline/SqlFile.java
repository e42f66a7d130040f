package dev.nof1.schema.offline;

import dev.nof1.schema.repository.Direction;
import dev.nof1.schema.repository.Migration;
import dev.nof1.schema.repository.Script;
import dev.nof1.schema.sql.CustomSettings;
import dev.nof1.schema.sql.SqlReader;
import dev.nof1.schema.sql.SqlStatement;
import dev.nof1.schema.sql.driver.SessionPremise;
import java.io.IOException;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes migrations as SQL, one statement at a time. Not safe for use by several threads; neither
 * flushes nor closes what it writes to.
 */
public final class SqlFile {
  private static final String FOR_PSQL = "\\set ON_ERROR_STOP on\n\\set AUTOCOMMIT on\n";

  private final Appendable out;
  private final ChangelogSql changelog;
  private final String sessionTimeZone;
  private final boolean psql;

  /**
   * Begins a file.
   *
   * @param out where to
   * @param changelog the table's name, as it stands in SQL
   * @param zone of APPLIED_AT
   * @param sessionTimeZone the zone that the scripts run in, as PostgreSQL names it
   * @param psql whether psql will read it, and so its own commands may be in it
   */
  public SqlFile(
      Appendable out, String changelog, ZoneId zone, String sessionTimeZone, boolean psql) {
    this.out = out;
    this.changelog = new ChangelogSql(changelog, zone);
    this.sessionTimeZone = sessionTimeZone;
    this.psql = psql;
  }

  /**
   * Writes the title, what makes psql stop at an error, the lock, and what refuses the file where a
   * script outside a transaction is unfinished.
   *
   * @param title lines that say what the file is
   * @throws IOException if it cannot be written
   */
  public void begin(List<String> title) throws IOException {
    for (String line : title) {
      out.append(Block.comment(line));
    }
    out.append('\n');
    if (psql) {
      out.append(FOR_PSQL);
    }
    out.append(SessionPremise.sql(sessionTimeZone));
    out.append(changelog.lock());
    out.append(changelog.refuseUnfinished());
  }

  /**
   * Writes what refuses the file where these migrations are applied, or are not.
   *
   * @param migrations which; nothing is written for none
   * @param applied how they must be
   * @throws IOException if it cannot be written
   */
  public void expect(List<Migration> migrations, boolean applied) throws IOException {
    if (!migrations.isEmpty()) {
      out.append(changelog.expect(migrations, applied));
    }
  }

  /**
   * Writes one migration and its changelog row.
   *
   * @param script whose
   * @param direction which section
   * @throws IOException if the script cannot be read or the text not written
   */
  public void step(Script script, Direction direction) throws IOException {
    Migration migration = script.migration();
    boolean up = direction == Direction.UP;
    boolean outsideTransaction = script.directives().outsideTransaction(direction);
    out.append('\n').append(Block.comment((up ? "up " : "undo ") + migration));
    out.append(outsideTransaction ? "" : "BEGIN;\n");
    out.append(up && outsideTransaction ? changelog.refuseRounded(migration) : "");
    boolean restore = false;
    Set<String> kept = new HashSet<>();
    try (SqlReader reader = script.open(direction)) {
      for (SqlStatement s = reader.next(); s != null; s = reader.next()) {
        if (!restore && SessionSql.mayChange(s)) {
          out.append(SessionSql.KEEP);
          restore = true;
        }
        for (String name : CustomSettings.setBy(s)) {
          if (restore && kept.add(name)) {
            out.append(SessionSql.keep(name));
          }
        }
        statement(psql ? reader.textForPsql(s) : s.text());
        out.append(SessionPremise.sqlBehind(s, sessionTimeZone));
        if (restore && s.startsWith("RESET", "ALL")) {
          // What was kept is gone, and what is set now is what there was.
          out.append(SessionSql.KEEP);
        }
      }
    }
    out.append(restore ? SessionSql.RESTORE : "");
    out.append(up ? changelog.refuseRounded(migration) : "");
    out.append(up ? changelog.insert(migration, script.checksum()) : changelog.delete(migration));
    out.append(outsideTransaction ? "" : "COMMIT;\n");
  }

  /**
   * Writes one migration so that psql runs it only where the changelog does not name it yet.
   *
   * @param script whose
   * @throws IOException if the script cannot be read or the text not written
   */
  public void stepIfPending(Script script) throws IOException {
    out.append('\n').append(changelog.askWhetherPending(script.migration().id()));
    out.append("\\if :nof1_pending\n");
    step(script, Direction.UP);
    out.append("\\endif\n");
  }

  /**
   * Writes what gives the session's settings and the lock back.
   *
   * @throws IOException if it cannot be written
   */
  public void end() throws IOException {
    out.append('\n').append(SessionPremise.resetSql()).append(changelog.unlock());
  }

  /** A semicolon behind a comment would be part of it. */
  private void statement(String text) throws IOException {
    String lastLine = text.substring(text.lastIndexOf('\n') + 1);
    out.append(text).append(lastLine.contains("--") ? "\n;\n" : ";\n");
  }
}
