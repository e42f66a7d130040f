package dev.nof1.schema.postgres.process;

import dev.nof1.schema.error.ServerException;
import dev.nof1.schema.postgres.files.Folders;
import dev.nof1.schema.postgres.files.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** A running {@code postgres} and the shell that watches over it. */
public final class Postmaster {
  private static final int ATTEMPTS = 10;

  /** Limit that is longer than a checkpoint of a large database takes. */
  private static final long STOP_SECONDS = 120;

  /** Time that a watchdog takes at most to pass the signal to its server. */
  private static final long WATCHDOG_SECONDS = 3;

  /**
   * Holds one end of a pipe to the JVM. When the JVM closes the other end, or dies in whatever way,
   * the server is stopped; when the server ends by itself, so does the shell. The pair of signals
   * leaves no gap: before the server has handlers TERM kills it (a shell's background child ignores
   * INT), afterwards INT makes it a fast stop.
   *
   * <p>The exit code is the server's, or 77 when the server had to be stopped.
   */
  private static final String WATCHDOG =
      """
      from=$1 data=$2
      shift 2
      trap '' HUP INT QUIT
      exec 3<&0 </dev/null
      if [ -n "$from" ] && [ ! -e "$data/PG_VERSION" ]; then
        cp -R --reflink=auto "$from/." "$data" 2>/dev/null || cp -R "$from/." "$data" || exit
      fi
      "$@" 3<&- &
      server=$!
      { read -r line <&3; trap '' TERM; kill -TERM $server; kill -INT $server; exit 0; } 2>/dev/null &
      watcher=$!
      exec 3<&-
      wait $server
      status=$?
      kill -TERM $watcher 2>/dev/null
      wait $watcher 2>/dev/null && exit 77
      exit $status
      """;

  /**
   * Runs before the folder is there, which the JVM creates before it says so in a line: whenever
   * the JVM is killed, somebody knows. Deletes what nobody needs any more once the watchdog had to
   * stop the server or the JVM is gone, and the lock beside it; or moves it to where the file
   * {@code keep} names. Not run as the server's user, who may not do that. What a server that ended
   * by itself leaves has a log that the JVM may want to quote, so that is left to the JVM.
   *
   * <p>When the JVM is gone and there is no {@link ClaimedCluster.Spare}, makes one: for the next
   * JVM, when nobody waits. Deletes those that nobody will take any more.
   */
  private static final String UNDERTAKER =
      """
      folder=$1 log=$2 from=$3 spare=$4 jvm=$PPID
      shift 4
      trap '' HUP INT QUIT
      status=77
      if read -r created; then
        "$@" >>"$log" 2>&1
        status=$?
      fi
      if [ $status != 77 ] && kill -0 "$jvm" 2>/dev/null; then
        exit $status
      fi
      if [ -f "$folder/keep" ]; then
        mv "$folder" "${folder%/*/*}/kept/$(cat "$folder/keep")"
      else
        rm -rf "$folder"
      fi && rm -f "$folder.lock"
      if [ -z "$spare" ] || kill -0 "$jvm" 2>/dev/null; then
        exit $status
      fi
      for other in "${spare%.*}".*; do
        case $other in
          *.new)
            maker=${other%.new}
            kill -0 "${maker##*.}" 2>/dev/null && exit $status
            rm -rf "$other" ;;
          "$spare".*) exit $status ;;
          *) rm -rf "$other" ;;
        esac
      done
      new=$spare.$$.new
      { mkdir -m 700 "$new" \
        && { nice cp -Rp --reflink=auto "$from/." "$new" || nice cp -Rp "$from/." "$new"; } \
        && mv "$new" "$spare.$$"; } 2>/dev/null || rm -rf "$new"
      exit $status
      """;

  /** Becomes the server, which then holds nothing of the JVM's. */
  private static final String DETACHED = "trap '' HUP; exec \"$@\" </dev/null";

  private final Process watchdog;
  private final Path data;
  private final int port;
  private final List<String> command;

  /** The file that a server that crashed earlier left behind; it may say "ready". */
  private final @Nullable PostmasterPid before;

  private Postmaster(
      Process watchdog, Path data, int port, List<String> command, @Nullable PostmasterPid before) {
    this.watchdog = watchdog;
    this.data = data;
    this.port = port;
    this.command = command;
    this.before = before;
  }

  public int port() {
    return port;
  }

  /** The command that started the server, as the user it has to run as. */
  public List<String> command() {
    return command;
  }

  /** Starts the server and waits until it accepts connections. */
  public static Postmaster start(
      ClaimedCluster cluster, LaunchSettings settings, IntSupplier freePort) throws IOException {
    return start(cluster, settings, freePort, false);
  }

  /** Starts the server without a watchdog, so that it outlives this JVM. */
  public static Postmaster startDetached(
      ClaimedCluster cluster, LaunchSettings settings, IntSupplier freePort) throws IOException {
    return start(cluster, settings, freePort, true);
  }

  private static Postmaster start(
      ClaimedCluster cluster, LaunchSettings settings, IntSupplier freePort, boolean detached)
      throws IOException {
    for (int attempt = 1; ; attempt++) {
      Postmaster postmaster = launch(cluster, settings, freePort.getAsInt(), detached);
      String problem;
      String said;
      try {
        problem = postmaster.awaitReady(settings);
        if (problem == null) {
          return postmaster;
        }
        said = cluster.log().tail(20);
      } catch (RuntimeException e) {
        postmaster.stop();
        throw e;
      }
      postmaster.stop();
      // Somebody took the port in the moment since it was found to be free.
      if (attempt == ATTEMPTS || !said.contains("could not bind")) {
        throw notStarted(cluster, problem, said);
      }
    }
  }

  private static ServerException notStarted(ClaimedCluster cluster, String problem, String said) {
    return new ServerException(
        "The embedded PostgreSQL "
            + cluster.binaries().version()
            + " did not start in "
            + cluster.data()
            + ": "
            + problem
            + ". Nothing is left running."
            + (cluster.staysAfterwards() ? " Its data is as it was." : "")
            + " Its log ends with:\n"
            + said);
  }

  private static Postmaster launch(
      ClaimedCluster cluster, LaunchSettings settings, int port, boolean detached)
      throws IOException {
    Path from = cluster.copiedFrom();
    List<String> command = new ArrayList<>();
    if (detached) {
      command.addAll(List.of("/bin/sh", "-c", DETACHED, "nof1-postgres"));
    } else {
      command.addAll(List.of("/bin/sh", "-c", WATCHDOG, "nof1-watchdog"));
      command.add(from == null ? "" : from.toString());
      command.add(cluster.data().toString());
    }
    List<String> server = serverCommand(cluster, settings, port);
    command.addAll(server);
    List<String> whole = cluster.runAs().command(command);
    if (cluster.deleted() != null) {
      whole.addAll(
          0,
          List.of(
              "/bin/sh",
              "-c",
              UNDERTAKER,
              "nof1-undertaker",
              cluster.deleted().toString(),
              cluster.log().file().toString(),
              from == null ? "" : from.toString(),
              cluster.spare() == null ? "" : cluster.spare().prefix().toString()));
    }
    PostmasterPid before = PostmasterPid.read(cluster.data());
    if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
      // Out of the terminal's reach: Ctrl-C is for the JVM, which may still need its server.
      whole.add(0, "/usr/bin/setsid");
    }
    ProcessBuilder builder = Command.builder(whole);
    Process watchdog;
    if (cluster.deleted() == null) {
      createData(cluster);
      watchdog =
          builder.redirectOutput(ProcessBuilder.Redirect.appendTo(cluster.log().file())).start();
    } else {
      watchdog = builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
      try {
        createData(cluster);
        watchdog.getOutputStream().write('\n');
        watchdog.getOutputStream().flush();
      } catch (IOException | RuntimeException e) {
        watchdog.getOutputStream().close();
        throw e;
      }
    }
    return new Postmaster(watchdog, cluster.data(), port, cluster.runAs().command(server), before);
  }

  private static void createData(ClaimedCluster cluster) throws IOException {
    cluster.claim().run();
    if (cluster.copiedFrom() != null) {
      Folders.delete(cluster.data());
      if (cluster.spare() == null || !cluster.spare().moveTo(cluster.data())) {
        cluster.runAs().createFolder(cluster.data());
      }
    }
    cluster.log().begin();
  }

  private static List<String> serverCommand(
      ClaimedCluster cluster, LaunchSettings settings, int port) {
    Map<String, String> parameters = new LinkedHashMap<>(cluster.parameters());
    parameters.putAll(settings.parameters());
    parameters.put("listen_addresses", "127.0.0.1");
    parameters.put("port", Integer.toString(port));
    parameters.put("unix_socket_directories", "");
    List<String> command = new ArrayList<>();
    command.add(cluster.binaries().program("postgres"));
    command.add("-D");
    command.add(cluster.data().toString());
    parameters.forEach(
        (name, value) -> {
          command.add("-c");
          command.add(name + "=" + value);
        });
    return command;
  }

  /** Waits; null when the server is ready, else what went wrong. */
  private @Nullable String awaitReady(LaunchSettings settings) {
    long deadline = System.nanoTime() + settings.startTimeout().toNanos();
    while (System.nanoTime() < deadline) {
      PostmasterPid now = PostmasterPid.read(data);
      if (now != null && now.ready() && !now.isSameStart(before)) {
        return null;
      }
      if (!watchdog.isAlive()) {
        return "it ended with exit code " + watchdog.exitValue();
      }
      Waiting.millis(1);
    }
    return "it was not ready after " + settings.startTimeout().toMillis() + " ms";
  }

  /** Stops the server, if it runs, and waits for its end; an interrupt does not cut that short. */
  public void stop() throws IOException {
    boolean interrupted = Thread.interrupted();
    // Its file goes a moment before the server does, so it is read before.
    PostmasterPid running = server();
    watchdog.getOutputStream().close();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(STOP_SECONDS);
    interrupted |= awaitEnd(TimeUnit.SECONDS.toNanos(WATCHDOG_SECONDS));
    if (running != null && running.isAlive(data)) {
      // The watchdog is dead, or its signal was lost; once more, then, and by ourselves.
      Command.run(List.of("/bin/sh", "-c", "kill -INT " + running.pid() + " || true"), "");
    }
    while (running != null && running.isAlive(data) && System.nanoTime() < deadline) {
      interrupted |= Waiting.interruptedIn(5);
    }
    interrupted |= awaitEnd(Math.max(0, deadline - System.nanoTime()));
    if (watchdog.isAlive() || (running != null && running.isAlive(data))) {
      kill();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The server that this started, if it is still running. */
  private @Nullable PostmasterPid server() {
    PostmasterPid now = PostmasterPid.read(data);
    return now != null && !now.isSameStart(before) && now.isAlive(data) ? now : null;
  }

  /** Waits for the watchdog, and checks whether the thread was interrupted. */
  private boolean awaitEnd(long nanos) {
    boolean interrupted = false;
    long deadline = System.nanoTime() + nanos;
    for (long left = nanos; left > 0; left = deadline - System.nanoTime()) {
      try {
        watchdog.waitFor(left, TimeUnit.NANOSECONDS);
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    return interrupted;
  }

  /** The last resort; PostgreSQL recovers from it at the next start. */
  private void kill() {
    PostmasterPid now = server();
    if (now != null) {
      ProcessHandle.of(now.pid()).ifPresent(ProcessHandle::destroyForcibly);
    }
    watchdog.destroyForcibly();
  }
}
