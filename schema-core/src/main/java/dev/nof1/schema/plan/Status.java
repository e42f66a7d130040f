package dev.nof1.schema.plan;

import dev.nof1.schema.Migrations;
import dev.nof1.schema.repository.Migration;
import java.util.List;
import java.util.Optional;

/**
 * Status of a database: its migrations, applied and pending.
 *
 * @param database its name
 * @param migrations all that the changelog or the repository know, by id
 * @param unfinished a script outside a transaction that began and did not end, or is running right
 *     now; looked for by {@link Migrations#status()} only, empty elsewhere
 * @param squashed what it has of migrations that were squashed into applied ones; their rows are
 *     not among the migrations
 */
public record Status(
    String database,
    List<MigrationStatus> migrations,
    Optional<UnfinishedMigration> unfinished,
    Squashed squashed) {

  /**
   * Keeps a copy of the list.
   *
   * @param database its name
   * @param migrations by id
   * @param unfinished a script that did not end
   * @param squashed what it has of squashed ones
   */
  public Status {
    migrations = List.copyOf(migrations);
  }

  /**
   * Adds what is unfinished.
   *
   * @param found what is known of it
   * @return the status with it
   */
  public Status with(UnfinishedMigration found) {
    return new Status(database, migrations, Optional.of(found), squashed);
  }

  /**
   * The newest migration that the changelog names.
   *
   * @return empty at base
   */
  public Optional<Migration> current() {
    return migrations.stream()
        .filter(m -> m.state() != State.PENDING)
        .reduce((older, newer) -> newer)
        .map(MigrationStatus::migration);
  }

  /**
   * Describes the status for a log.
   *
   * @return a few words, such as {@code nof1 is at 8 (add index)}
   */
  @Override
  public String toString() {
    return database + " is at " + current().map(Migration::toString).orElse("base");
  }

  /**
   * Lists the migrations in one state.
   *
   * @param state which
   * @return by id
   */
  public List<Migration> in(State state) {
    return migrations.stream()
        .filter(m -> m.state() == state)
        .map(MigrationStatus::migration)
        .toList();
  }

  /**
   * Lists the migrations that {@code up} would skip.
   *
   * @return by id
   */
  public List<Migration> outOfOrder() {
    return migrations.stream()
        .filter(MigrationStatus::outOfOrder)
        .map(MigrationStatus::migration)
        .toList();
  }
}
