package dev.nof1.schema.cli.workspace;

import dev.nof1.schema.plan.Status;
import java.util.Optional;

/**
 * Inquiry about a database, by a command that only asks. Where the database is the embedded
 * server's and there is no data yet, nothing is started and no folder made: all is pending.
 */
public final class Inquiry implements AutoCloseable {
  private final Workspace workspace;
  private final Optional<Database> database;

  private Inquiry(Workspace workspace, Optional<Database> database) {
    this.workspace = workspace;
    this.database = database;
  }

  public static Inquiry of(Workspace workspace) {
    return new Inquiry(workspace, Database.existing(workspace));
  }

  /** The database; empty where it is the embedded server's and not there yet. */
  public Optional<Database> database() {
    return database;
  }

  /** Name of the embedded server's database, which is there or will be. */
  public String embeddedName() {
    return Database.embeddedName(workspace);
  }

  /** Reads where the database stands. */
  public Status status() {
    return database
        .map(d -> d.migrations().status())
        .orElseGet(() -> workspace.offline().statusAtBase(embeddedName()));
  }

  public String environment() {
    return workspace.environment().name();
  }

  /** Description of the database's address, without secrets. */
  public String description() {
    return database.map(Database::description).orElse("embedded PostgreSQL, not created yet");
  }

  @Override
  public void close() {
    database.ifPresent(Database::close);
  }
}
