package dev.nof1.schema.sql.driver;

import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.GT;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Cause of a refusal by the server or the driver, as a value that advice can be chosen by.
 *
 * <p>One SQLSTATE has several meanings, and a server's message is in the server's language. So a
 * cause is recognised by the SQLSTATE and by the routine of the server that refused ({@code
 * LOCATION} in psql's verbose errors), which no language changes. The first that fits counts.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-error-fields.html">PostgreSQL:
 *     Error and Notice Message Fields</a>
 */
public enum Cause {
  /** A lock took too long to get, or two sessions waited for each other. */
  LOCK_NOT_GOT,

  /** The server lacks disk, memory or connections. */
  OUT_OF_RESOURCES,

  /** The driver waited for an answer as long as {@code socketTimeout} allows. */
  SOCKET_TIMEOUT,

  /** A setting that the driver depends on has got another value, so it ended the connection. */
  DRIVER_SETTING,

  /** No host of the URL is what {@code targetServerType} asks for. */
  NO_HOST_OF_TYPE,

  /** The connection is gone. */
  CONNECTION_LOST,

  /** A command that stands for itself only, called by a function or block. */
  COMMAND_IN_FUNCTION,

  /** A command that cannot run in a transaction. */
  COMMAND_IN_TRANSACTION,

  /** {@code SET TRANSACTION} after the first query of the transaction. */
  TRANSACTION_BEGUN,

  /** A command that needs a transaction. */
  NO_TRANSACTION,

  /** A function or block that would end a transaction which is not its own. */
  ENDS_TRANSACTION,

  /** A value of an enum type, used by the transaction that added it. */
  NEW_ENUM_VALUE,

  /** An object is to be created without the name of a schema, and search_path gives none. */
  NO_SCHEMA_TO_CREATE_IN,

  /** The transaction, the connection or the whole server can only read. */
  READ_ONLY,

  /** A setting that this version of the server does not have. */
  UNKNOWN_SETTING,

  /** A role that this server does not have. */
  UNKNOWN_ROLE,

  /** Any other: the statement itself is probably at fault. */
  OTHER;

  /**
   * Finds the cause in an exception, which others may have wrapped.
   *
   * @param thrown what was caught; null for a refusal of our own
   * @return the first cause that fits
   */
  public static Cause of(@Nullable Throwable thrown) {
    Said said = Said.in(thrown);
    return Arrays.stream(values()).filter(c -> c.fits(said)).findFirst().orElse(OTHER);
  }

  private boolean fits(Said said) {
    return switch (this) {
      case LOCK_NOT_GOT -> SqlStates.isLockNotGot(said.state);
      case OUT_OF_RESOURCES -> SqlStates.isOutOfResources(said.state);
      case SOCKET_TIMEOUT ->
          said.state.equals("08006") && said.causedBy(SocketTimeoutException.class);
      case DRIVER_SETTING -> said.state.equals("08006") && said.isDriversOwn();
      case NO_HOST_OF_TYPE ->
          said.state.equals("08001")
              && said.isDriversOwn("Could not find a server with specified targetServerType: {0}");
      case CONNECTION_LOST -> SqlStates.isConnectionLost(said.state);
      case COMMAND_IN_FUNCTION -> said.is("25001", "PreventInTransactionBlock") && said.nested;
      case COMMAND_IN_TRANSACTION -> said.is("25001", "PreventInTransactionBlock");
      case TRANSACTION_BEGUN ->
          said.is("25001", "call_enum_check_hook", "call_bool_check_hook", "ImportSnapshot");
      case NO_TRANSACTION -> said.is("25P01", "CheckTransactionBlock");
      case ENDS_TRANSACTION -> said.state.equals("2D000");
      case NEW_ENUM_VALUE -> said.state.equals("55P04");
      case NO_SCHEMA_TO_CREATE_IN ->
          said.is("3F000", "RangeVarGetCreationNamespace", "QualifiedNameGetCreationNamespace");
      case READ_ONLY -> said.state.equals("25006");
      case UNKNOWN_SETTING -> said.is("42704", "find_option", "assignable_custom_variable_name");
      case UNKNOWN_ROLE ->
          said.is("42704", "get_role_oid", "get_rolespec_oid", "get_rolespec_tuple");
      case OTHER -> true;
    };
  }

  /**
   * Facts of a refusal.
   *
   * @param state the SQLSTATE, or an empty text
   * @param routine the server's function, or an empty text
   * @param nested whether a function or block has sent the command
   * @param thrown the driver's exception; null where the refusal is our own
   * @param server whether the server said it, and not the driver
   */
  private record Said(
      String state, String routine, boolean nested, @Nullable SQLException thrown, boolean server) {
    static Said in(@Nullable Throwable thrown) {
      SQLException refusal = thrown == null ? null : refusal(thrown);
      if (refusal == null) {
        return new Said("", "", false, null, false);
      }
      ServerErrorMessage server =
          refusal instanceof PSQLException e ? e.getServerErrorMessage() : null;
      return new Said(
          SqlStates.of(refusal),
          server == null || server.getRoutine() == null ? "" : server.getRoutine(),
          server != null && server.getWhere() != null && isCall(thrown),
          refusal,
          server != null);
    }

    /**
     * Checks for a call. A context alone is no proof: the server gives one for REINDEX of a
     * partitioned table.
     */
    private static boolean isCall(@Nullable Throwable thrown) {
      for (Throwable t = thrown; t != null; t = t.getCause()) {
        if (t instanceof StatementException e) {
          return e.isCall();
        }
      }
      return false;
    }

    private static @Nullable SQLException refusal(Throwable thrown) {
      SQLException driver = ServerErrors.in(thrown);
      for (Throwable t = thrown; driver == null && t != null; t = t.getCause()) {
        driver = t instanceof SQLException e ? e : null;
      }
      return driver;
    }

    boolean is(String expected, String... routines) {
      return state.equals(expected) && List.of(routines).contains(routine);
    }

    /**
     * Checks for a refusal of the driver's own, not for what happened to it, such as an error of
     * the network.
     */
    boolean isDriversOwn() {
      return thrown instanceof PSQLException && !server && thrown.getCause() == null;
    }

    /** The driver has no codes of its own; its messages are in the JVM's language, like this. */
    boolean isDriversOwn(String message) {
      String begin = GT.tr(message, "\n");
      return isDriversOwn()
          && thrown != null
          && String.valueOf(thrown.getMessage()).startsWith(begin.split("\n", 2)[0]);
    }

    boolean causedBy(Class<? extends Exception> type) {
      for (Throwable t = thrown; t != null; t = t.getCause()) {
        if (type.isInstance(t)) {
          return !server;
        }
      }
      return false;
    }
  }
}
