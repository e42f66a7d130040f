package dev.nof1.schema.sql.driver;

import dev.nof1.schema.sql.Excerpt;
import dev.nof1.schema.sql.SqlStatement;
import dev.nof1.schema.sql.TextPosition;
import dev.nof1.schema.sql.TransactionControl;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** A statement that a server refused, with the place in the script and all that the server said. */
public final class StatementException extends Exception {
  private final transient TextPosition position;
  private final transient String reason;
  private final transient String explanation;
  private final transient String sqlState;
  private final transient boolean isCall;

  StatementException(SqlStatement statement, SQLException cause) {
    super(cause);
    PSQLException said = ServerErrors.in(cause);
    ServerErrorMessage server = said == null ? null : said.getServerErrorMessage();
    SQLException refusal = said == null ? cause : said;
    sqlState = SqlStates.of(refusal);
    isCall = TransactionControl.isCall(statement);
    position = TextPosition.of(statement, server == null ? 0 : server.getPosition());
    reason =
        SqlStates.describe(
            server == null || server.getMessage() == null
                ? refusal.getMessage()
                : server.getMessage(),
            refusal);
    explanation = server == null ? "" : explain(server);
  }

  /**
   * Names the line where the server found the error, or where the statement starts if the server
   * named no place.
   *
   * @return the line of the text that was read, from 1
   */
  public int line() {
    return position.line();
  }

  /**
   * Names the column of the error in its line.
   *
   * @return the column in characters, from 1
   */
  public int column() {
    return position.column();
  }

  /**
   * The line of the statement with a caret, as it was sent: variables are replaced in it.
   *
   * @return lines, each indented and ended by a line feed
   */
  public String excerpt() {
    return Excerpt.of(position.text(), position.offset());
  }

  /**
   * The line of the statement as it was sent.
   *
   * @return a line, or the part of one that belongs to the statement
   */
  public String lineAsSent() {
    return position.text();
  }

  /**
   * The server's message and the SQLSTATE.
   *
   * @return one line such as {@code relation "users" does not exist [42P01]}
   */
  public String reason() {
    return reason;
  }

  /**
   * The server's detail, hint and context, each on a line of its own.
   *
   * @return lines, each indented and ended by a line feed
   */
  public String explanation() {
    return explanation;
  }

  /**
   * The SQLSTATE, or an empty text where the driver gave none.
   *
   * @return five characters of <a
   *     href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL Error
   *     Codes</a>
   */
  public String sqlState() {
    return sqlState;
  }

  /**
   * Checks whether the statement calls what may send other statements: a function, a procedure or a
   * block.
   */
  boolean isCall() {
    return isCall;
  }

  private static String explain(ServerErrorMessage server) {
    return line("Detail", server.getDetail())
        + line("Hint", server.getHint())
        + line("Query", server.getInternalQuery())
        + line("Where", server.getWhere());
  }

  private static String line(String title, @Nullable String text) {
    return text == null || text.isEmpty()
        ? ""
        : "  " + title + ": " + text.replace("\n", "\n    ") + "\n";
  }
}
