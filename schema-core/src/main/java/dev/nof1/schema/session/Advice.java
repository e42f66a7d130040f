package dev.nof1.schema.session;

import dev.nof1.schema.sql.driver.Cause;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.jdbc.PgConnection;

/**
 * Advice on a cause, in words: all advice is in this class. Sentences begin with a space, so that
 * they follow others.
 *
 * @param remedy what is to be changed; empty where {@code again} says all
 * @param again how to go on then
 */
public record Advice(String remedy, String again) {
  public static final String UNBLOCK =
      " Run this again when nothing blocks it any more (SELECT pg_terminate_backend(pid) ends what does), or give it a longer lock_timeout.";

  /**
   * Circumstances that the advice depends on beside the cause.
   *
   * @param connection where it happened, asked only what it knows by itself; null where there was
   *     none yet
   * @param session what it was before the script; null where no script was run
   * @param unit what was to take effect as a whole
   */
  public record Circumstances(
      @Nullable Connection connection, @Nullable SessionSettings session, AtomicUnit unit) {

    /** Circumstances of a question or a record without a script. */
    static Circumstances withoutScript(@Nullable Connection connection) {
      return new Circumstances(connection, null, AtomicUnit.STATEMENT);
    }
  }

  /**
   * Chooses the advice.
   *
   * @param otherwise how to go on where no cause is known
   */
  public static Advice of(Cause cause, Circumstances at, String otherwise) {
    return switch (cause) {
      case LOCK_NOT_GOT -> new Advice("", UNBLOCK);
      case CONNECTION_LOST -> new Advice("", " Run this again when the server can be reached.");
      case OUT_OF_RESOURCES ->
          new Advice("", " Give the server what it lacks, and run this again.");
      case SOCKET_TIMEOUT ->
          changed(
              "The driver waits for an answer only as long as socketTimeout says, in the URL or the pool; the server may still be at work on the statement. Remove it for migrations, or give it more time; statement_timeout limits a statement at the server.");
      case DRIVER_SETTING ->
          changed(
              "The statement changes a setting that the JDBC driver depends on (client_encoding, DateStyle), so the driver ended the connection. Remove what changes it.");
      case NO_HOST_OF_TYPE ->
          changed(
              "None of the URL's hosts is what targetServerType asks for, or none can be reached. Migrations need targetServerType=primary.");
      case COMMAND_IN_FUNCTION ->
          changed(
              "That command cannot run in a function or block: make it a statement of its own, in a script with the line '-- //@NO_TRANSACTION'.");
      case COMMAND_IN_TRANSACTION ->
          changed(
              "That statement cannot run in a transaction: put it in a script of its own with the line '-- //@NO_TRANSACTION'.");
      case TRANSACTION_BEGUN ->
          changed(
              at.unit == AtomicUnit.RUN
                  ? "All migrations are one transaction here, and its kind is set before its first query: run them without the single transaction, and put SET TRANSACTION before all other statements of its script."
                  : "The kind of a transaction is set before its first query: put SET TRANSACTION before all other statements of the script.");
      case NO_TRANSACTION ->
          changed(
              "That statement needs a transaction: put it in a script without the line '-- //@NO_TRANSACTION'.");
      case ENDS_TRANSACTION ->
          changed(
              at.unit == AtomicUnit.STATEMENT
                  ? "Only a procedure or DO block that is itself the statement can commit, and not while it handles exceptions (BEGIN … EXCEPTION)."
                  : "What commits by itself cannot run in a transaction: put it in a script of its own with the line '-- //@NO_TRANSACTION'.");
      case NEW_ENUM_VALUE ->
          changed(
              at.unit == AtomicUnit.RUN
                  ? "All migrations are one transaction here: run them without the single transaction, and use the value in a later script than the one that adds it."
                  : "Use the value in a later script than the one that adds it.");
      case NO_SCHEMA_TO_CREATE_IN ->
          changed(
              at.session == null || at.session.hasSchema()
                  ? "The script has changed search_path to what names no schema (pg_dump writes such a line: set_config('search_path', '', false)). Remove that, or name the schema of what is created."
                  : "There is no schema that search_path names: it is '%s'. Create the schema, or correct the name: currentSchema in the URL, what --each lists, or a setting of the role or the database."
                      .formatted(at.session.searchPath()));
      case READ_ONLY ->
          at.connection == null ? new Advice("", otherwise) : readOnly(at.connection, otherwise);
      case UNKNOWN_SETTING ->
          changed(
              "This server does not know that setting. A line such as SET transaction_timeout = 0 comes from a newer version's pg_dump and can go.");
      case UNKNOWN_ROLE ->
          changed(
              "Roles belong to the server, not to a database: create it on this one (CREATE ROLE), or correct its name.");
      case OTHER -> new Advice("", otherwise);
    };
  }

  private static Advice readOnly(Connection connection, String otherwise) {
    if (isReadOnly(connection)) {
      return changed(
          "The connection is read-only by its own setting: remove readOnly from the URL or the pool.");
    }
    if (isReportedOn(connection, "in_hot_standby")) {
      return changed(
          "This server is a standby, which only follows another: connect to the primary (with several hosts in the URL: targetServerType=primary).");
    }
    return isReportedOn(connection, "default_transaction_read_only")
        ? changed(
            "default_transaction_read_only is on, for the server, the database, the role or in the URL: somebody wants no changes, or the disk is full. SELECT source, sourcefile FROM pg_settings WHERE name = 'default_transaction_read_only' shows where. Find out why, and turn it off.")
        : new Advice("", otherwise);
  }

  private static boolean isReadOnly(Connection connection) {
    try {
      return connection.isReadOnly();
    } catch (SQLException e) {
      return false;
    }
  }

  /**
   * The server reports these when they change, so that nothing is asked in a failed transaction.
   */
  private static boolean isReportedOn(Connection connection, String setting) {
    try {
      return connection.isWrapperFor(PgConnection.class)
          && "on".equals(connection.unwrap(PgConnection.class).getParameterStatus(setting));
    } catch (SQLException e) {
      return false;
    }
  }

  private static Advice changed(String remedy) {
    return new Advice(" " + remedy, " Then run this again.");
  }
}
