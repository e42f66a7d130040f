package dev.nof1.schema.postgres;

import dev.nof1.schema.error.ServerException;
import dev.nof1.schema.postgres.cluster.CacheRepair;
import dev.nof1.schema.postgres.cluster.CachedCluster;
import dev.nof1.schema.postgres.cluster.Host;
import dev.nof1.schema.postgres.cluster.InitDb;
import dev.nof1.schema.postgres.cluster.KeptData;
import dev.nof1.schema.postgres.cluster.PersistentCluster;
import dev.nof1.schema.postgres.cluster.TemporaryCluster;
import dev.nof1.schema.postgres.files.ArchiveChoice;
import dev.nof1.schema.postgres.files.Folders;
import dev.nof1.schema.postgres.files.Platform;
import dev.nof1.schema.postgres.process.ClaimedCluster;
import dev.nof1.schema.postgres.process.DetachedMarker;
import dev.nof1.schema.postgres.process.LaunchSettings;
import dev.nof1.schema.postgres.process.Postmaster;
import dev.nof1.schema.postgres.process.PostmasterPid;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL server that runs as a child of this JVM and ends with it, whether the JVM exits, is
 * interrupted or is killed. A throw-away server still answers while the JVM's shutdown hooks run,
 * so that whoever closes a pool there finds it alive. A {@link DetachedServer} on the same data is
 * used instead of starting one, and goes on running.
 *
 * <p>Listens on 127.0.0.1. Safe for use by several threads.
 */
public final class EmbeddedServer implements PostgresServer {
  private final ClaimedCluster cluster;

  /** Process that {@link #close} stops; null when the server runs on without this JVM. */
  private final @Nullable Postmaster postmaster;

  private final int port;
  private final Thread atExit = new Thread(this::stop, "nof1-postgres-stop");
  private boolean closed;

  private EmbeddedServer(ClaimedCluster cluster, @Nullable Postmaster postmaster, int port) {
    this.cluster = cluster;
    this.postmaster = postmaster;
    this.port = port;
  }

  /** A server that this does not stop; the cluster need not be ours any more. */
  static EmbeddedServer detached(ClaimedCluster cluster, PostmasterPid running) {
    return new EmbeddedServer(cluster, null, running.port());
  }

  /**
   * Starts a server on data that stays. The folder is created and filled at the first start. While
   * another process runs a server on it, this waits for its turn, for as long as that takes; if a
   * {@link DetachedServer} runs on it, that is used.
   *
   * @param folder the caller's folder, used by nothing else
   * @param settings how to start
   * @return a server that accepts connections
   * @throws ServerException when no server can be started; the data is as it was
   */
  public static EmbeddedServer persistent(Path folder, ServerSettings settings) {
    return persistent(folder, settings, Host.current());
  }

  static EmbeddedServer persistent(Path folder, ServerSettings settings, Host host) {
    try {
      return new CacheRepair(host, settings.launch(), "")
          .run(
              () -> {
                ClaimedCluster cluster = PersistentCluster.open(folder, host, settings.launch());
                PostmasterPid running = DetachedMarker.running(folder);
                if (running != null) {
                  cluster.release().run();
                  return detached(cluster, running);
                }
                return start(cluster, settings, host);
              });
    } catch (IOException e) {
      throw failed("started in " + folder, e);
    }
  }

  /**
   * Starts an empty server for tests: settings that care for speed only, and data that is deleted
   * at the end. The first start unpacks and creates what the later ones copy from the cache folder.
   *
   * @param settings how to start
   * @return a server that accepts connections
   * @throws ServerException when no server can be started; nothing is left behind
   */
  public static EmbeddedServer temporary(ServerSettings settings) {
    return temporary(settings, Host.current());
  }

  static EmbeddedServer temporary(ServerSettings settings, Host host) {
    try {
      return new CacheRepair(host, settings.launch(), "")
          .run(() -> startCopy(CachedCluster.initialised(host, settings.launch()), settings, host));
    } catch (IOException e) {
      throw failed("started", e);
    }
  }

  /**
   * Says whether {@link #persistent} finds data in a folder. Starts nothing.
   *
   * @param folder as for {@link #persistent}
   * @return false where a start would create the data
   */
  public static boolean hasData(Path folder) {
    return PersistentCluster.exists(folder);
  }

  /**
   * Says whether there are programs for this machine on the class path. Starts nothing.
   *
   * @return false where a server of another kind is needed
   */
  public static boolean isAvailable() {
    try {
      ArchiveChoice.choose(Platform.current(), null);
      return true;
    } catch (ServerException e) {
      return false;
    }
  }

  /**
   * Says which of the major versions on the class path is nearest to one: the same, or the next
   * newer one, which understands what was written for it, or the newest. Starts nothing.
   *
   * @param major PostgreSQL's major version, such as 15
   * @return empty where there are no programs for this machine, or they do not name their version
   */
  public static OptionalInt nearestMajor(int major) {
    return ArchiveChoice.nearest(Platform.current(), major);
  }

  /**
   * Starts a throw-away server on which something was done before. That is done once, on a server
   * of its own that becomes an entry of the cache; this server, and all later ones with the same
   * key, settings and binaries, are copies of it.
   *
   * @param settings how to start; its parameters are those of the preparation too
   * @param preparation what to do if there is no such entry yet; whoever else needs it meanwhile,
   *     in this or another process, waits
   * @return a server that accepts connections
   * @throws ServerException when no server can be started, or the preparation throws something
   *     checked; nothing is left behind
   * @throws RuntimeException what the preparation throws
   */
  public static EmbeddedServer temporary(ServerSettings settings, Preparation preparation) {
    return temporary(settings, preparation, Host.current());
  }

  static EmbeddedServer temporary(ServerSettings settings, Preparation preparation, Host host) {
    try {
      LaunchSettings launch = settings.launch();
      String key = preparation.key();
      CachedCluster.Filling run = new PreparationRun(preparation, settings, host);
      return new CacheRepair(host, launch, CachedCluster.suffix(launch, key))
          .run(() -> startCopy(CachedCluster.prepared(host, launch, key, run), settings, host));
    } catch (IOException e) {
      throw failed("started", e);
    }
  }

  private static EmbeddedServer startCopy(
      CachedCluster original, ServerSettings settings, Host host) throws IOException {
    ClaimedCluster copy = TemporaryCluster.copyOf(original);
    try {
      return start(copy, settings, host);
    } catch (ServerException e) {
      boolean mayBeDamaged = copy.spare() != null && copy.spare().isTaken();
      if (!mayBeDamaged || Thread.currentThread().isInterrupted()) {
        throw e;
      }
    }
    return start(TemporaryCluster.copyOf(original), settings, host);
  }

  static EmbeddedServer start(ClaimedCluster cluster, ServerSettings settings, Host host)
      throws IOException {
    EmbeddedServer server;
    try {
      Postmaster postmaster = Postmaster.start(cluster, settings.launch(), host.freePort());
      server = new EmbeddedServer(cluster, postmaster, postmaster.port());
    } catch (IOException | RuntimeException e) {
      cluster.release().run();
      throw e;
    }
    try {
      if (cluster.staysAfterwards()) {
        // Others are stopped, and what they leave is deleted, when this JVM is gone.
        Runtime.getRuntime().addShutdownHook(server.atExit);
      }
      return server;
    } catch (IllegalStateException e) {
      server.stop();
      throw new ServerException(
          "The embedded PostgreSQL server was started while this JVM exits, and stopped again.", e);
    }
  }

  /** 127.0.0.1. */
  @Override
  public String host() {
    return "127.0.0.1";
  }

  /** A port that was free when it started. */
  @Override
  public int port() {
    return port;
  }

  /** The superuser, {@code postgres}. */
  @Override
  public String user() {
    return InitDb.USER;
  }

  /** Random, and the same as long as the data lives. */
  @Override
  public String password() {
    return cluster.password();
  }

  @Override
  public String version() {
    return cluster.binaries().version();
  }

  @Override
  public String maintenanceDatabase() {
    return InitDb.DATABASE;
  }

  @Override
  public String jdbcUrl(String database) {
    return PlainConnection.url(this, database);
  }

  @Override
  public PGSimpleDataSource dataSource(String database) {
    return PlainConnection.dataSource(this, database);
  }

  @Override
  public List<String> logOf(String database) {
    return cluster.log().of(database);
  }

  /**
   * Reads the server's latest log lines.
   *
   * @param lines how many lines at most
   * @return the end of its log since it was started; empty once a throw-away server is closed
   */
  public String logTail(int lines) {
    return cluster.log().tail(lines);
  }

  /**
   * Checks the cache entries that this server's programs and data come from, for when something
   * fails on it that its statements do not explain. A program's entry that is damaged is built
   * again at once; that of its data is removed, so that the next server's is built. This server
   * goes on running. Takes a tenth of a second.
   *
   * @return what was damaged and is built again, as a part of a sentence; empty when all is sound
   * @throws ServerException when an entry is damaged and cannot be removed or built again
   */
  public Optional<String> repairCache() {
    return Optional.ofNullable(CacheRepair.repairSources(cluster));
  }

  /**
   * Keeps the data of a throw-away server for somebody to look at: when the server is closed or the
   * JVM has ended, in whatever way, its folder is moved instead of deleted. A script in it, {@code
   * start}, then runs the server again on the same port, with the same password, until Ctrl-C.
   *
   * @param newest how many such folders of this cache are kept, this one included; older ones are
   *     deleted, except those whose server is running
   * @return where the folder will be; the same at every call
   * @throws IllegalStateException when the data stays anyway, or the server is closed
   * @throws ServerException when nothing can be written there
   */
  public synchronized Path keepData(int newest) {
    Path folder = cluster.deleted();
    if (folder == null || postmaster == null || closed) {
      throw new IllegalStateException("There is nothing that would be deleted.");
    }
    if (newest < 1) {
      throw new IllegalArgumentException("At least one folder has to be kept: " + newest);
    }
    try {
      return KeptData.keep(folder, postmaster.command(), cluster.data(), newest);
    } catch (IOException e) {
      throw failed("kept", e);
    }
  }

  /**
   * Stops the server without waiting for its clients, and deletes the data of a throw-away server.
   * Does nothing the second time.
   */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The JVM is exiting, and the hook does the same as what follows.
    }
    stop();
  }

  private synchronized void stop() {
    if (closed) {
      return;
    }
    closed = true;
    if (postmaster == null) {
      return;
    }
    try {
      try {
        postmaster.stop();
      } finally {
        cluster.release().run();
      }
    } catch (IOException e) {
      throw failed("cleaned up", e);
    }
  }

  static ServerException failed(String what, IOException e) {
    return new ServerException(
        "The embedded PostgreSQL server could not be " + what + ": " + Folders.reason(e), e);
  }

  /** Names the address, never the password. */
  @Override
  public String toString() {
    return "PostgreSQL " + version() + " at " + host() + ":" + port();
  }
}
