package dev.nof1.schema.junit;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** The migrations of a class where neither it nor the configuration says which. */
final class DefaultMigrations {
  /** Where a project's own are looked for. */
  private static final String OWN = "db/migrations";

  private static final String NOF1 = Templates.CLASSPATH + "nof1/migrations";

  private static final AtomicBoolean ANNOUNCED = new AtomicBoolean();

  private DefaultMigrations() {}

  /** The project's own, where there are some, else the nof1 tracker's. */
  static String where(ClassLoader classLoader) {
    return hasOwn(classLoader) ? Templates.CLASSPATH + OWN : NOF1;
  }

  private static boolean hasOwn(ClassLoader classLoader) {
    return classLoader.getResource(OWN) != null;
  }

  /** A sentence for whoever may not have meant the nof1 tracker's. */
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

  /** Says once a JVM which schema is given to who named none. */
  static void announce(Request request, Configuration configuration) {
    if (note(request, configuration).isPresent() && ANNOUNCED.compareAndSet(false, true)) {
      TestRun.log(
          System.Logger.Level.INFO,
          "%s gets the nof1 tracker's schema, as does every class of this JVM that names no migrations: %smigrations is not set, and there is no folder '%s' on the class path. Name yours with @MigratedDatabase(migrations = \"…\")."
              .formatted(request.testClass().getName(), Configuration.PREFIX, OWN));
    }
  }
}
