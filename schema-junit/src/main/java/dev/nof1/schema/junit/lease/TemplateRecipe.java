package dev.nof1.schema.junit.lease;

import dev.nof1.schema.Migrations;
import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.event.MigrationListener;
import dev.nof1.schema.junit.server.Configuration;
import dev.nof1.schema.plan.MigrationStatus;
import dev.nof1.schema.plan.Target;
import dev.nof1.schema.testdb.TemplateSpec;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** Recipe of the template that a class's databases are copied from: its migrations, its seeds. */
final class TemplateRecipe {
  /** Changes when templates are built in another way. */
  private static final int FORMAT = 2;

  /** Key of this JVM's own templates, for what another JVM could not recognise. */
  private static final String THIS_JVM = UUID.randomUUID().toString();

  private final Request request;
  private final RequestedMigrations migrations;
  private final List<Seed> seeds;
  private final List<String> seedKeys;

  private TemplateRecipe(Request request, RequestedMigrations migrations) {
    this.request = request;
    this.migrations = migrations;
    this.seeds = request.allSeeds();
    this.seedKeys = seeds.stream().map(Seed::key).toList();
  }

  static TemplateSpec spec(Request request, Configuration configuration) {
    if (request.start().isEmpty()) {
      DefaultMigrations.announce(request, configuration);
    }
    TemplateRecipe recipe =
        new TemplateRecipe(request, new RequestedMigrations(request, configuration));
    return request
        .start()
        .map(recipe::on)
        .orElseGet(() -> new TemplateSpec(recipe.key(), lasting(request), recipe::build));
  }

  /** Returns whether it is worth keeping on disk: with a method's rows it is this JVM's only. */
  static boolean lasting(Request request) {
    return request.allSeeds().stream().allMatch(Seed::lasting);
  }

  private String key() {
    StringBuilder key = new StringBuilder();
    key.append(FORMAT).append('\n').append(engine()).append('\n');
    key.append(request.version()).append('\n');
    key.append(migrations.changelog()).append('\n');
    key.append(migrations.settings().sessionTimeZone()).append('\n');
    if (request.version().equals("base")) {
      // Nothing of the scripts is in it, so they need not be in order; but there must be such a
      // place.
      var unused = migrations.source().inspect(migrations.settings());
    } else {
      key.append(migrations.fingerprint()).append('\n');
    }
    for (int i = 0; i < seeds.size(); i++) {
      key.append(seeds.get(i).lasting() ? "" : THIS_JVM).append(seedKeys.get(i)).append('\n');
    }
    return key.toString();
  }

  /** Plants the seeds in a copy of the database on which an application has started. */
  private TemplateSpec on(StartedDatabase start) {
    String key =
        "application " + THIS_JVM + " " + start.number() + "\n" + String.join("\n", seedKeys);
    return new TemplateSpec(key, false, Optional.of(start.database()), this::plant);
  }

  private static String engine() {
    return String.valueOf(Migrations.class.getPackage().getImplementationVersion());
  }

  private void build(DataSource database) throws Exception {
    migrate(migrations.on(database, MigrationListener.SILENT));
    plant(database);
  }

  private void plant(DataSource database) throws Exception {
    for (int i = 0; i < seeds.size(); i++) {
      seeds.get(i).plant(database, seedKeys.get(i));
    }
  }

  private void migrate(Migrations all) {
    String version = request.version();
    if (version.equals("head")) {
      all.up();
    } else if (!version.equals("base")) {
      BigDecimal id = new BigDecimal(version);
      requireVersion(id, all.status().migrations());
      all.run(Target.version(id));
    }
  }

  private void requireVersion(BigDecimal id, List<MigrationStatus> all) {
    if (all.stream().noneMatch(each -> each.migration().id().compareTo(id) == 0)) {
      throw new ConfigurationException(
          "@MigratedDatabase on %s has version = \"%s\", but there is no such migration. There are: %s."
              .formatted(
                  request.testClass().getName(),
                  request.version(),
                  all.stream()
                      .map(each -> each.migration().toString())
                      .collect(Collectors.joining(", "))));
    }
  }
}
