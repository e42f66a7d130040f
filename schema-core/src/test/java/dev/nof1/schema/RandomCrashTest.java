package dev.nof1.schema;

import static dev.nof1.schema.fixture.TestServer.execute;
import static dev.nof1.schema.fixture.TestServer.query;
import static dev.nof1.schema.fixture.Waiting.untilNone;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.error.SchemaException;
import dev.nof1.schema.event.MigrationListener;
import dev.nof1.schema.plan.Step;
import dev.nof1.schema.plan.Target;
import dev.nof1.schema.postgres.EmbeddedServer;
import dev.nof1.schema.postgres.ServerSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the tool, its backend or the server at random moments, and looks what is there of every
 * migration then; and whether a further run finishes. Twelve crashes, one of each kind; more with
 * {@code -Dnof1.crash.runs=200}, others with {@code -Dnof1.crash.seed=4711}.
 */
class RandomCrashTest {
  private static final String RUNS = "nof1.crash.runs";
  private static final String SEED = "nof1.crash.seed";
  private static final int LONGEST_MILLIS = 20;

  private enum Victim {
    TOOL,
    BACKEND,
    SERVER
  }

  private enum Work {
    UP,
    DOWN,
    UP_OUTSIDE_TRANSACTIONS,
    DOWN_OUTSIDE_TRANSACTIONS;

    boolean down() {
      return this == DOWN || this == DOWN_OUTSIDE_TRANSACTIONS;
    }

    boolean outsideTransactions() {
      return this == UP_OUTSIDE_TRANSACTIONS || this == DOWN_OUTSIDE_TRANSACTIONS;
    }
  }

  /** Whom to kill in what, and when: so many milliseconds into this step. */
  private record Crash(int seed, Victim victim, Work work, int step, int millis) {
    static Crash of(int seed) {
      Random random = new Random(seed);
      Victim[] victims = Victim.values();
      Work[] works = Work.values();
      int kind = Math.floorMod(seed, victims.length * works.length);
      return new Crash(
          seed,
          victims[kind % victims.length],
          works[kind / victims.length],
          1 + random.nextInt(CrashScripts.MIGRATIONS),
          random.nextInt(LONGEST_MILLIS));
    }

    @Override
    public String toString() {
      return "%s killed %d ms into step %d of %s (again with -D%s=%d -D%s=1)"
          .formatted(victim, millis, step, work, SEED, seed, RUNS);
    }
  }

  @TempDir private Path folder;
  private EmbeddedServer server;

  @BeforeEach
  void startServer() {
    server = start();
  }

  @TestFactory
  Stream<DynamicTest> leavesEveryMigrationThereOrAbsent() {
    int first = Integer.getInteger(SEED, 20261200);
    return IntStream.range(first, first + Integer.getInteger(RUNS, 12))
        .mapToObj(Crash::of)
        .map(crash -> DynamicTest.dynamicTest(crash.toString(), () -> runOrTell(crash)));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private EmbeddedServer start() {
    return EmbeddedServer.persistent(folder.resolve("server"), ServerSettings.defaults());
  }

  /** A report names dynamic tests by numbers; the crash must be in the message. */
  private void runOrTell(Crash crash) {
    try {
      run(crash);
    } catch (Exception | AssertionError e) {
      throw new AssertionError(crash + ": " + e.getMessage(), e);
    }
  }

  private void run(Crash crash) throws Exception {
    String name = "crash_" + crash.seed();
    execute(server.dataSource("postgres"), "CREATE DATABASE " + name);
    Path scripts = Files.createDirectories(folder.resolve(name));
    CrashScripts repository = new CrashScripts(scripts, crash.work().outsideTransactions());
    if (crash.work().down()) {
      repository.migrations(server.dataSource(name), MigrationListener.SILENT).up();
    }

    switch (crash.victim()) {
      case TOOL -> killTool(crash, name, scripts);
      case BACKEND -> killBackend(crash, name, repository);
      case SERVER -> killServer(crash, name, repository);
    }

    DataSource database = server.dataSource(name);
    awaitNoMigrator(database);
    repository.assertEachIsThereOrAbsent(database, crash.work().down());
    Migrations again = repository.migrations(database, MigrationListener.SILENT);
    if (again.records().unfinished().isPresent()) {
      // What was begun last may have taken effect; these scripts can be run again from their begin.
      again.records().repair().resume(OptionalInt.of(1));
    }
    again.up();
    repository.assertAllAreThere(database);
    execute(server.dataSource("postgres"), "DROP DATABASE " + name);
  }

  private void killTool(Crash crash, String name, Path scripts) throws Exception {
    Process tool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                CrashTest.MigratorProcess.class.getName(),
                server.jdbcUrl(name),
                scripts.toString(),
                crash.work().down() ? "base" : "head")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var password = tool.outputWriter()) {
      password.write(server.password() + "\n");
    }
    try (var steps = tool.inputReader()) {
      for (int i = 0; i < crash.step(); i++) {
        assertThat(steps.readLine()).startsWith("step ");
      }
      Thread.sleep(crash.millis());
    } finally {
      tool.destroyForcibly().waitFor();
    }
  }

  private void killBackend(Crash crash, String name, CrashScripts repository) throws Exception {
    CompletableFuture<?> migrating = migrateUntil(crash, name, repository);
    execute(
        server.dataSource("postgres"),
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name + "'");
    awaitEnd(migrating);
  }

  /** With all its processes' memory; what it had written to its files stays. */
  private void killServer(Crash crash, String name, CrashScripts repository) throws Exception {
    Path data = Path.of(query(server.dataSource("postgres"), "SHOW data_directory").get(0));
    long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0));
    CompletableFuture<?> migrating = migrateUntil(crash, name, repository);
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    awaitEnd(migrating);
    server.close();
    server = start();
  }

  /** Migrates in the background; returns at the moment of the crash. */
  private CompletableFuture<?> migrateUntil(Crash crash, String name, CrashScripts repository)
      throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(crash.step());
    MigrationListener listener =
        new MigrationListener() {
          @Override
          public void started(Step step) {
            begun.countDown();
          }
        };
    Migrations migrations = repository.migrations(server.dataSource(name), listener);
    CompletableFuture<?> migrating =
        CompletableFuture.supplyAsync(
            () -> migrations.run(crash.work().down() ? Target.base() : Target.head()));
    assertThat(begun.await(60, TimeUnit.SECONDS)).as("came so far").isTrue();
    Thread.sleep(crash.millis());
    return migrating;
  }

  /** It may have been done before the crash; else it says what happened in words. */
  private static void awaitEnd(CompletableFuture<?> migrating) throws Exception {
    Throwable problem = migrating.handle((report, thrown) -> thrown).get(60, TimeUnit.SECONDS);
    if (problem != null) {
      assertThat(problem.getCause()).isInstanceOf(SchemaException.class).message().isNotBlank();
    }
  }

  /** The statement that a killed tool was waiting for goes on in the server. */
  private static void awaitNoMigrator(DataSource database) throws InterruptedException {
    untilNone(
        database,
        "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'");
  }
}
