package dev.nof1.schema.sql.driver;

import java.sql.SQLWarning;
import org.postgresql.util.PSQLWarning;
import org.postgresql.util.ServerErrorMessage;

/** Notice of a server, as text for people. */
final class ServerNotice {
  private ServerNotice() {}

  static String text(SQLWarning warning) {
    ServerErrorMessage server = warning instanceof PSQLWarning w ? w.getServerErrorMessage() : null;
    return server == null
        ? "NOTICE: " + warning.getMessage()
        : server.getSeverity() + ": " + server.getMessage();
  }
}
