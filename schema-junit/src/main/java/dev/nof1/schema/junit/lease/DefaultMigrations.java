package dev.nof1.schema.junit.lease;

import dev.nof1.schema.junit.server.Configuration;
import dev.nof1.schema.junit.server.TestLog;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Migrations of a class where neither the class nor the configuration says which. */
final class DefaultMigrations {
  /** Folder of a project's own. */
  private static final String OWN = "db/migrations";

  private static final String NOF1 = Configuration.CLASSPATH + "nof1/migrations";

  private static final AtomicBoolean ANNOUNCED = new AtomicBoolean();

  private DefaultMigrations() {}

  /** Names the project's own, where there are some, else the nof1 tracker's. */
  static String where(ClassLoader classLoader) {
    return hasOwn(classLoader) ? Configuration.CLASSPATH + OWN : NOF1;
  }

  private static boolean hasOwn(ClassLoader classLoader) {
    return classLoader.getResource(OWN) != null;
  }

  /** Returns a sentence for whoever may not have meant the nof1 tracker's. */
  static Optional<String> note(Request request, Configuration configuration) {
    return request.source().isEmpty()
            && request.migrations().isEmpty()
            && configuration.migrations().isEmpty()
            && !hasOwn(request.testClass().getClassLoader())
        ? Optional.of(
            "Its schema is the nof1 tracker's: neither the class nor %smigrations names migrations, and there is no folder '%s' on the class path."
                .formatted(Configuration.PREFIX, OWN))
        : Optional.empty();
  }

  /** Logs, once a JVM, which schema a class gets that named none. */
  static void announce(Request request, Configuration configuration) {
    if (note(request, configuration).isPresent() && ANNOUNCED.compareAndSet(false, true)) {
      TestLog.write(
          System.Logger.Level.INFO,
          "%s gets the nof1 tracker's schema, as does every class of this JVM that names no migrations: %smigrations is not set, and there is no folder '%s' on the class path. Name yours with @MigratedDatabase(migrations = \"…\")."
              .formatted(request.testClass().getName(), Configuration.PREFIX, OWN));
    }
  }
}
