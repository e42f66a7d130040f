package dev.nof1.schema.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.postgres.cluster.Host;
import dev.nof1.schema.postgres.process.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What happens to a server when JVMs meet, or end badly. */
@Timeout(60)
class ServerProcessTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path temp;

  @Test
  void twoJvmsOnTheSameFolderTakeTurns() throws IOException {
    try (Jvm first = Jvm.start(sameCache(), temp)) {
      first.awaitLine("ready");
      try (Jvm second = Jvm.start(sameCache(), temp)) {
        assertThat(second.awaitLine("progress"))
            .isEqualTo("progress: waiting for process " + first.pid() + ", which is using " + temp);
        assertThat(second.hasSaidSomething()).isFalse();
        first.close();
        second.awaitLine("ready");
      }
    }
  }

  @Test
  void aKilledJvmLeavesNoServerAndTheNextOneStarts() throws IOException, SQLException {
    try (Jvm jvm = Jvm.start(sameCache(), temp)) {
      jvm.awaitLine("ready");
      assertThat(Jvm.processesUsing(temp)).isNotEmpty();
      jvm.kill();
      try (EmbeddedServer next = EmbeddedServer.persistent(temp, ServerSettings.defaults())) {
        assertThat(Query.text(next, "SELECT 1")).isEqualTo("1");
      }
    }
    Jvm.await(SOON, "no server", () -> Jvm.processesUsing(temp).isEmpty());
  }

  @Test
  void aKilledJvmLeavesNoThrowAwayServer() throws IOException {
    try (Jvm jvm = Jvm.start(sameCache())) {
      jvm.awaitLine("ready");
      Path runs = Host.current().usableCache(null).runs();
      String[] names = runs.toFile().list((any, name) -> isFolderOf(jvm, name));
      assertThat(names).isNotNull().hasSize(1);
      Path folder = runs.resolve(names[0]);

      jvm.kill();

      Jvm.await(SOON, "no server", () -> Jvm.processesUsing(folder).isEmpty());
      assertThat(folder).doesNotExist();
      assertThat(Path.of(folder + ".lock")).doesNotExist();
    }
  }

  @Test
  void aThrowAwayServerAnswersUntilItsJvmIsGone() throws IOException {
    List<String> options = new ArrayList<>(Jvm.cacheIn(Jvm.withPrograms(temp)));
    options.addAll(List.of("-Dexit=true", "-DaskAtExit=true"));
    try (Jvm jvm = Jvm.start(options)) {
      assertThat(jvm.awaitLine("answered")).isEqualTo("answered 42");
    }
    Jvm.await(SOON, "no server", () -> Jvm.processesUsing(temp).isEmpty());
    assertThat(temp.resolve("run")).isEmptyDirectory();
  }

  @Test
  void aServerKeepsNoStreamOfItsJvmOpen() throws IOException {
    try (Jvm jvm = Jvm.start(sameCache(), temp)) {
      jvm.awaitLine("ready");
      jvm.kill();
      jvm.awaitEndOfOutput();
    }
    Jvm.await(SOON, "no server", () -> Jvm.processesUsing(temp).isEmpty());
  }

  @Test
  void aSignalToTheWholeProcessGroupLeavesNoServer() throws IOException {
    for (String signal : List.of("-TERM", "-INT", "-KILL")) {
      try (Jvm jvm = Jvm.start(List.of("setsid"), classPath(), sameCache(), temp)) {
        jvm.awaitLine("ready");
        Command.run(List.of("/bin/kill", signal, "--", "-" + jvm.pid()), "");
      }
      Jvm.await(SOON, "no server after " + signal, () -> Jvm.processesUsing(temp).isEmpty());
    }
  }

  @Test
  void aServerWhoseWatchdogWasKilledTooIsStoppedByTheNextStart() throws IOException, SQLException {
    try (Jvm jvm = Jvm.start(sameCache(), temp)) {
      jvm.awaitLine("ready");
      // The shell that waits for the JVM to end is a child of the one that waits for the server.
      ProcessHandle.allProcesses()
          .filter(ServerProcessTest::isWatchdog)
          .filter(each -> each.parent().filter(ServerProcessTest::isWatchdog).isPresent())
          .filter(each -> Jvm.commandLine(each).contains(temp.toString()))
          .forEach(ProcessHandle::destroyForcibly);
      jvm.kill();
      jvm.awaitEndOfOutput();
      assertThat(Jvm.processesUsing(temp)).isNotEmpty();
      try (EmbeddedServer next = EmbeddedServer.persistent(temp, ServerSettings.defaults())) {
        assertThat(Query.text(next, "SELECT 1")).isEqualTo("1");
      }
    }
  }

  @Test
  void aJvmThatExitsWithoutClosingStopsItsServer() throws IOException {
    try (Jvm jvm = Jvm.start(List.of(sameCache().get(0), "-Dexit=true"), temp)) {
      jvm.awaitLine("ready");
    }
    assertThat(Jvm.processesUsing(temp)).isEmpty();
  }

  private static boolean isWatchdog(ProcessHandle process) {
    return Jvm.commandLine(process).contains("nof1-watchdog");
  }

  private static boolean isFolderOf(Jvm jvm, String name) {
    return name.startsWith(jvm.pid() + "-") && !name.endsWith(".lock");
  }

  private static String classPath() {
    return System.getProperty("java.class.path");
  }

  private static List<String> sameCache() {
    return Jvm.cacheIn(Host.current().usableCache(null).folder());
  }
}
