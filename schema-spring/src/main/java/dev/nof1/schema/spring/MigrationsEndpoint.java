package dev.nof1.schema.spring;

import dev.nof1.schema.plan.MigrationStatus;
import dev.nof1.schema.plan.Status;
import dev.nof1.schema.repository.Migration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/** Endpoint {@code migrations} of the actuator: where the database stands. It changes nothing. */
@Endpoint(id = "migrations")
final class MigrationsEndpoint {
  private final DatabaseMigrations database;

  MigrationsEndpoint(DatabaseMigrations database) {
    this.database = database;
  }

  /** Reads the database's status anew. */
  @ReadOperation
  Report migrations() {
    Status status = database.migrations().status();
    return new Report(
        status.database(),
        database.location(),
        status.current().map(Migration::toString).orElse("base"),
        status.unfinished().isPresent(),
        status.migrations().stream().map(Entry::of).toList());
  }

  /**
   * Status as the endpoint shows it.
   *
   * @param database its name
   * @param location where the scripts are
   * @param current the newest migration that the changelog names, or {@code base}
   * @param unfinished whether a script outside a transaction began and did not end
   * @param migrations by id
   */
  record Report(
      String database,
      String location,
      String current,
      boolean unfinished,
      List<Entry> migrations) {}

  /**
   * One migration.
   *
   * @param id as text: it has more digits than JavaScript's numbers keep
   * @param description what it does
   * @param script its file's name; null where there is none
   * @param state {@code applied}, {@code pending}, {@code missing} or {@code out of order}
   * @param appliedAt as the changelog has it; null where it is not applied
   */
  record Entry(
      String id,
      String description,
      @Nullable String script,
      String state,
      @Nullable String appliedAt) {
    static Entry of(MigrationStatus status) {
      Migration migration = status.migration();
      return new Entry(
          migration.id().toPlainString(),
          migration.description(),
          migration.fileName().isEmpty() ? null : migration.fileName(),
          status.outOfOrder() ? "out of order" : status.state().toString().toLowerCase(Locale.ROOT),
          status.appliedAt().orElse(null));
    }
  }
}
