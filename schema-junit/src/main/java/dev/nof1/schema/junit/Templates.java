package dev.nof1.schema.junit;

import dev.nof1.schema.Migrations;
import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.event.MigrationListener;
import dev.nof1.schema.plan.MigrationStatus;
import dev.nof1.schema.plan.Target;
import dev.nof1.schema.repository.MigrationSource;
import dev.nof1.schema.repository.ScriptSettings;
import dev.nof1.schema.testdb.TemplateSpec;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** From what a test class asks for to what its template is made of. */
final class Templates {
  static final String CLASSPATH = "classpath:";

  /** Changes when templates are built in another way. */
  private static final int FORMAT = 2;

  /** Sets what only this JVM can tell apart from all others. */
  private static final String THIS_JVM = UUID.randomUUID().toString();

  private static final Map<Place, String> FINGERPRINTS = new ConcurrentHashMap<>();

  private Templates() {}

  static TemplateSpec spec(Request request, Configuration configuration) {
    DefaultMigrations.announce(request, configuration);
    List<Seed> seeds = request.allSeeds();
    MigrationSource source = source(request, configuration);
    ScriptSettings settings = settings(request, configuration);
    StringBuilder key = new StringBuilder();
    key.append(FORMAT).append('\n').append(engine()).append('\n');
    key.append(request.version()).append('\n').append(configuration.changelog()).append('\n');
    key.append(settings.sessionTimeZone()).append('\n');
    if (request.version().equals("base")) {
      // Nothing of the scripts is in it, so they need not be in order; but there must be such a
      // place.
      var unused = source.inspect(settings);
    } else {
      key.append(fingerprint(request, configuration, source, settings)).append('\n');
    }
    List<String> seedKeys = seeds.stream().map(Seed::key).toList();
    for (int i = 0; i < seeds.size(); i++) {
      key.append(seeds.get(i).lasting() ? "" : THIS_JVM).append(seedKeys.get(i)).append('\n');
    }
    return new TemplateSpec(
        key.toString(),
        lasting(request),
        database -> {
          migrate(migrations(request, configuration, database, MigrationListener.SILENT), request);
          for (int i = 0; i < seeds.size(); i++) {
            seeds.get(i).plant(database, seedKeys.get(i));
          }
        });
  }

  /** Whether a template is worth keeping on disk: one with a method's rows is this JVM's only. */
  static boolean lasting(Request request) {
    return request.allSeeds().stream().allMatch(Seed::lasting);
  }

  static Migrations migrations(
      Request request,
      Configuration configuration,
      DataSource database,
      MigrationListener listener) {
    return Migrations.builder(database)
        .source(source(request, configuration))
        .settings(settings(request, configuration))
        .changelog(configuration.changelog())
        .listener(listener)
        .build();
  }

  private static void migrate(Migrations migrations, Request request) {
    String version = request.version();
    if (version.equals("head")) {
      migrations.up();
    } else if (!version.equals("base")) {
      BigDecimal id = new BigDecimal(version);
      List<MigrationStatus> all = migrations.status().migrations();
      if (all.stream().noneMatch(each -> each.migration().id().compareTo(id) == 0)) {
        throw new ConfigurationException(
            "@MigratedDatabase on %s has version = \"%s\", but there is no such migration. There are: %s."
                .formatted(
                    request.testClass().getName(),
                    version,
                    all.stream()
                        .map(each -> each.migration().toString())
                        .collect(Collectors.joining(", "))));
      }
      migrations.run(Target.version(id));
    }
  }

  static MigrationSource source(Request request, Configuration configuration) {
    if (request.source().isPresent()) {
      return request.source().get();
    }
    String where = where(request, configuration);
    return where.startsWith(CLASSPATH)
        ? MigrationSource.classpath(
            where.substring(CLASSPATH.length()), request.testClass().getClassLoader())
        : MigrationSource.folder(Path.of(where));
  }

  /**
   * What a JVM has read once it does not read again: a thousand scripts take ten milliseconds, for
   * each class. Only sources of a builder's may be anything.
   */
  private static String fingerprint(
      Request request,
      Configuration configuration,
      MigrationSource source,
      ScriptSettings settings) {
    if (request.source().isPresent()) {
      return source.fingerprint(settings);
    }
    return FINGERPRINTS.computeIfAbsent(
        new Place(where(request, configuration), request.testClass().getClassLoader(), settings),
        place -> source.fingerprint(settings));
  }

  private record Place(String where, ClassLoader classLoader, ScriptSettings settings) {}

  static String where(Request request, Configuration configuration) {
    if (!request.migrations().isEmpty()) {
      return request.migrations();
    }
    return configuration.migrations().isEmpty()
        ? DefaultMigrations.where(request.testClass().getClassLoader())
        : configuration.migrations();
  }

  static ScriptSettings settings(Request request, Configuration configuration) {
    ScriptSettings said = request.settings();
    return said.with(configuration.variables()).with(said.variables());
  }

  private static String engine() {
    return String.valueOf(Migrations.class.getPackage().getImplementationVersion());
  }
}
