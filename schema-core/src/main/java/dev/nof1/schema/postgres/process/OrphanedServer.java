package dev.nof1.schema.postgres.process;

import dev.nof1.schema.error.ServerException;
import dev.nof1.schema.postgres.files.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A server whose JVM is dead. Its watchdog stops it; this is for the moments until then. */
public final class OrphanedServer {
  /** Time for a watchdog that is alive, before the server is asked a second time. */
  private static final long GRACE_MILLIS = 2000;

  private static final long POLL_MILLIS = 5;

  private OrphanedServer() {}

  /** Returns when no server runs on the data and a new one will not mistake another for it. */
  public static void awaitEnd(Path data, RunAs runAs, LaunchSettings settings) throws IOException {
    PostmasterPid pid = PostmasterPid.read(data);
    if (pid == null) {
      return;
    }
    long patience = settings.startTimeout().toMillis();
    for (long waited = 0; pid.isAlive(data); waited += POLL_MILLIS) {
      if (waited >= patience) {
        throw new ServerException(
            "Process "
                + pid.pid()
                + ", a PostgreSQL server that an earlier run left behind, still uses "
                + data
                + " and does not stop. Its data is untouched. End it with 'kill -INT "
                + pid.pid()
                + "' and try again.");
      }
      if (waited == GRACE_MILLIS) {
        settings.progress().accept("stopping the server that process " + pid.pid() + " still is");
        Command.run(runAs.command(List.of("/bin/sh", "-c", "kill -INT " + pid.pid())), "");
      }
      Waiting.millis(POLL_MILLIS);
    }
    if (pid.equals(PostmasterPid.read(data)) && pid.pidIsTaken()) {
      // Another process was given the number; the new server would take it for the old one.
      PostmasterPid.delete(data);
    }
  }
}
