package dev.nof1.schema.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.postgres.files.Folders;
import dev.nof1.schema.postgres.files.Waiting;
import dev.nof1.schema.postgres.process.Command;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A {@link ServerChild} in a process of its own. */
final class Jvm implements AutoCloseable {
  private static final String CACHE = "-Dnof1.cache.dir=";

  private final Process process;
  private final BufferedReader out;
  private final String cache;
  private final List<String> seen = new ArrayList<>();

  private Jvm(Process process, String cache) {
    this.process = process;
    this.cache = cache;
    this.out = process.inputReader(StandardCharsets.UTF_8);
  }

  static Jvm start(List<String> options, Path... arguments) throws IOException {
    return start(List.of(), System.getProperty("java.class.path"), options, arguments);
  }

  static Jvm start(List<String> prefix, String classPath, List<String> options, Path... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", classPath));
    command.addAll(options);
    command.add(ServerChild.class.getName());
    for (Path argument : arguments) {
      command.add(argument.toString());
    }
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    // So that only what the test says decides where the cache is.
    builder.environment().keySet().removeAll(List.of("NOF1_CACHE_DIR", "XDG_CACHE_HOME"));
    String cache =
        options.stream().filter(option -> option.startsWith(CACHE)).findFirst().orElse(CACHE);
    return new Jvm(builder.directory(new File("/")).start(), cache.substring(CACHE.length()));
  }

  static List<String> cacheIn(Path folder) {
    return List.of(CACHE + folder);
  }

  /**
   * Gives an empty cache the programs that servers of this JVM run: to unpack them takes longer
   * than most tests.
   */
  static Path withPrograms(Path cache) throws IOException {
    Path source;
    String version;
    try (EmbeddedServer server = EmbeddedServer.temporary(ServerSettings.defaults())) {
      Path data = Path.of(Query.text(server, "SHOW data_directory"));
      source = data.resolve("../../../binaries").normalize();
      version = server.version();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    Path binaries = cache.resolve("binaries");
    Folders.create(binaries);
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(source, "*[0-9]")) {
      for (Path each : entries) {
        Path ofEntry = each.resolve("version");
        // Not what another JVM is about to make there.
        if (!each.toString().contains(".new-") && Files.readString(ofEntry).equals(version)) {
          Command.run(List.of("cp", "-a", each.toString(), binaries.toString()), "");
        }
      }
    }
    return cache;
  }

  long pid() {
    return process.pid();
  }

  /** Reads its output up to a line with these words. */
  String awaitLine(String words) throws IOException {
    String line;
    while ((line = out.readLine()) != null) {
      seen.add(line);
      if (line.contains(words)) {
        return line;
      }
    }
    throw new AssertionError("ended without saying '" + words + "': " + seen);
  }

  List<String> seen() {
    return seen;
  }

  boolean hasSaidSomething() throws IOException {
    return out.ready();
  }

  /** As {@code kill -9} does; the process's own method would close the streams as well. */
  void kill() {
    process.toHandle().destroyForcibly();
  }

  void awaitEndOfOutput() throws IOException {
    String line;
    while ((line = out.readLine()) != null) {
      seen.add(line);
    }
  }

  /** Ends its input, and with it the server; nothing is written into its cache any more. */
  @Override
  public void close() throws IOException {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("the JVM did not end: " + seen);
      }
      if (!cache.isEmpty()) {
        await(Duration.ofSeconds(60), "the cache is at rest", () -> !isWrittenTo(cache));
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  static void await(Duration atMost, String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what + " within " + atMost).isLessThan(deadline);
      Waiting.millis(20);
    }
  }

  /** Whether the processes of a JVM that is gone put things in order there. */
  private static boolean isWrittenTo(String cache) {
    return ProcessHandle.allProcesses()
        .filter(each -> commandLine(each).contains("nof1-undertaker " + cache + "/"))
        .anyMatch(each -> !commandLine(each.parent().orElse(each)).contains("java"));
  }

  /** The processes that work in a folder that begins so, or have one in their command line. */
  static List<String> processesUsing(Path folder) {
    return processesUsing(folder, List.of());
  }

  /** The same, but for those of some of these folders. */
  static List<String> processesUsing(Path folder, List<Path> except) {
    return ProcessHandle.allProcesses()
        .filter(ProcessHandle::isAlive)
        .filter(each -> each.pid() != ProcessHandle.current().pid())
        .filter(each -> except.stream().noneMatch(known -> uses(each, known)))
        .filter(each -> uses(each, folder))
        .map(each -> each.pid() + " " + commandLine(each))
        .toList();
  }

  private static boolean uses(ProcessHandle process, Path folder) {
    return workingFolder(process).toString().startsWith(folder.toString())
        || commandLine(process).contains(folder.toString());
  }

  /** Read from where it is, because Java does not show that of a shell in a user namespace. */
  static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline")).replace('\0', ' ');
    } catch (IOException e) {
      return process.info().commandLine().orElse("");
    }
  }

  private static Path workingFolder(ProcessHandle process) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/cwd"));
    } catch (IOException e) {
      return Path.of("unknown");
    }
  }
}
