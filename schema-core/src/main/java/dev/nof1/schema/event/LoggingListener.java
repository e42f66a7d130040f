package dev.nof1.schema.event;

import dev.nof1.schema.plan.Step;
import dev.nof1.schema.repository.Direction;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/**
 * Logs an application's migrations, one line each, when the application has set no listener of its
 * own.
 */
final class LoggingListener implements MigrationListener {

  @Override
  public void finished(Step step, Duration time) {
    // Asked for each time: an application may set up its logging after this class is loaded.
    Logger log = System.getLogger("dev.nof1.schema");
    if (log.isLoggable(Level.INFO)) {
      // In one piece: formats of java.text would write 20,260,101.
      log.log(
          Level.INFO,
          "%s migration %s in %d ms"
              .formatted(
                  step.direction() == Direction.UP ? "Applied" : "Undid",
                  step.migration(),
                  time.toMillis()));
    }
  }
}
