package dev.nof1.schema.junit.lease;

import dev.nof1.schema.Migrations;
import dev.nof1.schema.event.MigrationListener;
import dev.nof1.schema.junit.server.Configuration;
import dev.nof1.schema.repository.MigrationSource;
import dev.nof1.schema.repository.ScriptSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/**
 * Migrations of a test class: those it names, or those of the configuration.
 *
 * @param request what the class asks for
 * @param configuration what counts where the class says nothing
 */
record RequestedMigrations(Request request, Configuration configuration) {
  private static final Map<Place, String> FINGERPRINTS = new ConcurrentHashMap<>();

  Migrations on(DataSource database, MigrationListener listener) {
    return Migrations.builder(database)
        .source(source())
        .settings(settings())
        .changelog(changelog())
        .listener(listener)
        .build();
  }

  MigrationSource source() {
    if (request.source().isPresent()) {
      return request.source().get();
    }
    String where = where();
    return where.startsWith(Configuration.CLASSPATH)
        ? MigrationSource.classpath(
            where.substring(Configuration.CLASSPATH.length()), classLoader())
        : MigrationSource.folder(Path.of(where));
  }

  /** Names their folder; where a builder gave a source, that of the configuration. */
  String where() {
    if (!request.migrations().isEmpty()) {
      return request.migrations();
    }
    return configuration.migrations().isEmpty()
        ? DefaultMigrations.where(classLoader())
        : configuration.migrations();
  }

  String changelog() {
    return request.changelog().isEmpty() ? configuration.changelog() : request.changelog();
  }

  ScriptSettings settings() {
    ScriptSettings said = request.settings();
    return said.with(configuration.variables()).with(said.variables());
  }

  /**
   * Returns a text that changes when a script does. What a JVM has read once it does not read
   * again: a thousand scripts take ten milliseconds, for each class. Only sources of a builder's
   * may be anything.
   */
  String fingerprint() {
    MigrationSource source = source();
    ScriptSettings settings = settings();
    if (request.source().isPresent()) {
      return source.fingerprint(settings);
    }
    return FINGERPRINTS.computeIfAbsent(
        new Place(where(), classLoader(), settings), place -> source.fingerprint(settings));
  }

  private ClassLoader classLoader() {
    return request.testClass().getClassLoader();
  }

  private record Place(String where, ClassLoader classLoader, ScriptSettings settings) {}
}
