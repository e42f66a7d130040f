package dev.nof1.schema.postgres;

import dev.nof1.schema.error.ServerException;
import dev.nof1.schema.postgres.cluster.CacheRepair;
import dev.nof1.schema.postgres.cluster.Host;
import dev.nof1.schema.postgres.cluster.PersistentCluster;
import dev.nof1.schema.postgres.files.FolderLock;
import dev.nof1.schema.postgres.files.Waiting;
import dev.nof1.schema.postgres.process.ClaimedCluster;
import dev.nof1.schema.postgres.process.Command;
import dev.nof1.schema.postgres.process.DetachedMarker;
import dev.nof1.schema.postgres.process.Postmaster;
import dev.nof1.schema.postgres.process.PostmasterPid;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * An embedded server that was asked to go on running when its JVM ends, as somebody at work on a
 * program wants it. Whoever asks for {@link EmbeddedServer#persistent} on the same data is given
 * this one. Safe for use by several threads and processes.
 */
public final class DetachedServer {
  /** Limit that is longer than a checkpoint of a large database takes. */
  private static final long STOP_MILLIS = 120_000;

  private static final long POLL_MILLIS = 10;

  private DetachedServer() {}

  /**
   * Starts a server on data that stays, and leaves it running; or finds the one that is. While
   * another process runs a server of its own on the data, this waits for its turn.
   *
   * @param folder as for {@link EmbeddedServer#persistent}
   * @param settings how to start
   * @param port where it is to listen on 127.0.0.1; 0 for any port that is free
   * @return a server that accepts connections; closing it does not stop it
   * @throws ServerException when no server can be started or one runs on another port; the data is
   *     as it was
   */
  public static EmbeddedServer start(Path folder, ServerSettings settings, int port) {
    Host host = Host.current();
    try {
      return new CacheRepair(host, settings.launch(), "")
          .run(() -> start(folder, settings, port, host));
    } catch (IOException e) {
      throw EmbeddedServer.failed("started in " + folder, e);
    }
  }

  private static EmbeddedServer start(Path folder, ServerSettings settings, int port, Host host)
      throws IOException {
    ClaimedCluster cluster = PersistentCluster.open(folder, host, settings.launch());
    try {
      PostmasterPid running = DetachedMarker.running(folder);
      if (running == null) {
        running = start(cluster, settings, port == 0 ? host.freePort() : () -> port, folder);
      } else if (port != 0 && port != running.port()) {
        throw new ServerException(
            "A server is running on %s already, at port %d. Nothing was changed. Stop it first, or use it there."
                .formatted(folder, running.port()));
      }
      return EmbeddedServer.detached(cluster, running);
    } finally {
      cluster.release().run();
    }
  }

  /**
   * Finds the server that was left running. Starts nothing.
   *
   * @param folder as for {@link #start}
   * @param settings as for {@link #start}
   * @return the server, if it runs; closing it does not stop it
   * @throws ServerException when its folder cannot be read
   */
  public static Optional<EmbeddedServer> find(Path folder, ServerSettings settings) {
    return DetachedMarker.running(folder) == null
        ? Optional.empty()
        : Optional.of(start(folder, settings, 0));
  }

  /**
   * Stops the server that was left running, without waiting for its clients, and waits for its end.
   *
   * @param folder as for {@link #start}
   * @param settings gives the receiver of a line when it takes long
   * @return false if none was running
   * @throws ServerException when it does not stop
   */
  public static boolean stop(Path folder, ServerSettings settings) {
    if (DetachedMarker.running(folder) == null) {
      return false;
    }
    try (FolderLock lock =
        FolderLock.acquire(folder.resolve("lock"), folder.toString(), settings.progress())) {
      PostmasterPid running = DetachedMarker.running(folder);
      if (running == null) {
        return false;
      }
      end(running, data(folder));
      DetachedMarker.delete(folder);
      return true;
    } catch (IOException e) {
      throw EmbeddedServer.failed("stopped in " + folder, e);
    }
  }

  private static PostmasterPid start(
      ClaimedCluster cluster, ServerSettings settings, IntSupplier port, Path folder)
      throws IOException {
    requireFree(port);
    Postmaster postmaster =
        // Nobody is there to report a crash to; the server recovers by itself.
        Postmaster.startDetached(
            cluster, settings.withParameter("restart_after_crash", "on").launch(), port);
    // Until it is marked, the next to come takes it for one whose JVM was killed, and ends it.
    PostmasterPid started = PostmasterPid.read(cluster.data());
    if (started == null) {
      throw new ServerException(
          "The embedded PostgreSQL server ended as soon as it was started. Its log ends with:\n"
              + cluster.log().tail(20));
    }
    try {
      DetachedMarker.write(folder, started);
    } catch (IOException e) {
      postmaster.stop();
      throw e;
    }
    return started;
  }

  /** A port that was asked for is not tried ten times. */
  private static void requireFree(IntSupplier port) {
    int wanted = port.getAsInt();
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(
          new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), wanted));
    } catch (IOException e) {
      throw new ServerException(
          "Port %d of 127.0.0.1 cannot be used: %s. Nothing was started. Name another port, or none."
              .formatted(wanted, e.getMessage()),
          e);
    }
  }

  private static void end(PostmasterPid running, Path data) throws IOException {
    Command.run(List.of("/bin/sh", "-c", "kill -INT " + running.pid()), "");
    for (long waited = 0; running.isAlive(data); waited += POLL_MILLIS) {
      if (waited >= STOP_MILLIS) {
        throw new ServerException(
            "The server, process %d, was asked to stop two minutes ago and still runs. Its log is %s."
                .formatted(running.pid(), data.resolveSibling("log")));
      }
      Waiting.millis(POLL_MILLIS);
    }
  }

  private static Path data(Path folder) {
    return folder.resolve("data");
  }
}
