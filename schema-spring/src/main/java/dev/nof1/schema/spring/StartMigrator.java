package dev.nof1.schema.spring;

import dev.nof1.schema.Migrations;
import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.plan.State;
import dev.nof1.schema.plan.Status;
import dev.nof1.schema.plan.Target;
import dev.nof1.schema.repository.Migration;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.beans.factory.InitializingBean;

/**
 * Initializer of an application's database: it applies the migrations, or checks that there is
 * nothing to apply, before Spring Boot makes any bean that needs the database.
 */
final class StartMigrator implements InitializingBean {
  private static final System.Logger LOG = System.getLogger("dev.nof1.schema");

  private final DatabaseMigrations database;
  private final String target;
  private final OtherMigrator other;

  /**
   * Prepares the work; connects to nothing.
   *
   * @param target {@code head}, an id, {@code validate} or {@code none}
   * @param other a tool that migrates the same database
   */
  StartMigrator(DatabaseMigrations database, String target, OtherMigrator other) {
    if (!target.matches("head|validate|none|\\d+")) {
      throw new ConfigurationException(
          "%s.target is '%s'; it must be 'head', the id of a migration, 'validate' or 'none'."
              .formatted(MigrationsProperties.PREFIX, target));
    }
    this.database = database;
    this.target = target;
    this.other = other;
  }

  @Override
  public void afterPropertiesSet() {
    if (target.equals("none")) {
      return;
    }
    Optional<String> name = other.name();
    if (name.isPresent()) {
      LOG.log(
          System.Logger.Level.INFO,
          "{0} is configured on the same data source, so schema-spring applies no migrations. Remove one of the two; {1}.enabled = false silences this.",
          name.get(),
          MigrationsProperties.PREFIX);
      return;
    }
    if (target.equals("validate")) {
      requireNothingPending(database.migrations().status());
    } else {
      migrate(database.migrations());
    }
  }

  private void migrate(Migrations migrations) {
    Target goal = target.equals("head") ? Target.head() : Target.upTo(new BigDecimal(target));
    Status after = migrations.run(goal).after();
    List<Migration> skipped = after.outOfOrder();
    if (!skipped.isEmpty()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "Older than the newest applied migration, and so not applied: {0}. Apply them with ''schema-cli pending'', or give them newer ids.",
          names(skipped));
    }
    LOG.log(System.Logger.Level.INFO, "Database {0}", after);
  }

  private void requireNothingPending(Status status) {
    List<Migration> pending = status.in(State.PENDING);
    if (!pending.isEmpty() || status.unfinished().isPresent()) {
      throw new PendingMigrationsException(
          status.unfinished().isPresent()
              ? "The database %s has a migration that began and did not end."
                  .formatted(status.database())
              : "The database %s lacks %d migration(s) of %s: %s. Nothing was changed."
                  .formatted(
                      status.database(), pending.size(), database.location(), names(pending)));
    }
  }

  private static String names(List<Migration> migrations) {
    return migrations.stream().map(Migration::toString).collect(Collectors.joining(", "));
  }
}
