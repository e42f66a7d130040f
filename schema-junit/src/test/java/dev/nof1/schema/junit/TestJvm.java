package dev.nof1.schema.junit;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** {@link RunTests} in a process of its own, with a cache of its own. */
final class TestJvm implements AutoCloseable {
  private final Process process;
  private final BufferedReader out;
  private final List<String> seen = new ArrayList<>();

  /** What it was given and must not say. */
  private final Set<String> secrets;

  private TestJvm(Process process, Set<String> secrets) {
    this.process = process;
    this.secrets = secrets;
    this.out = process.inputReader(StandardCharsets.UTF_8);
  }

  static TestJvm start(Path cache, List<String> options, Class<?>... classes) throws IOException {
    return start(cache, options, List.of(), classes);
  }

  /** With variables of the environment. */
  static TestJvm start(Map<String, String> environment, Path cache, Class<?>... classes)
      throws IOException {
    return start(
        cache, List.of(), List.of(), System.getProperty("java.class.path"), environment, classes);
  }

  static TestJvm start(
      Path cache, List<String> options, List<String> arguments, Class<?>... classes)
      throws IOException {
    return start(
        cache, options, arguments, System.getProperty("java.class.path"), Map.of(), classes);
  }

  /** Where there is no such jar. */
  static TestJvm startWithout(String jar, Path cache, Class<?>... classes) throws IOException {
    String classPath =
        Pattern.compile(File.pathSeparator, Pattern.LITERAL)
            .splitAsStream(System.getProperty("java.class.path"))
            .filter(entry -> !entry.contains(jar))
            .collect(Collectors.joining(File.pathSeparator));
    return start(cache, List.of(), List.of(), classPath, Map.of(), classes);
  }

  /** With this folder on the class path too. */
  static TestJvm startWith(Path folder, Path cache, Class<?>... classes) throws IOException {
    String classPath = folder + File.pathSeparator + System.getProperty("java.class.path");
    return start(cache, List.of(), List.of(), classPath, Map.of(), classes);
  }

  private static TestJvm start(
      Path cache,
      List<String> options,
      List<String> arguments,
      String classPath,
      Map<String, String> environment,
      Class<?>... classes)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Dnof1.cache.dir=" + cache);
    command.addAll(options);
    command.addAll(List.of("-cp", classPath));
    command.add(RunTests.class.getName());
    command.addAll(arguments);
    for (Class<?> each : classes) {
      command.add(each.getName());
    }
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Set<String> secrets = new HashSet<>();
    environment.forEach(
        (name, value) -> {
          if (name.contains("PASSWORD")) {
            secrets.add(value);
          }
        });
    options.stream()
        .filter(option -> option.contains("password="))
        .forEach(option -> secrets.add(option.replaceFirst(".*password=", "")));
    return new TestJvm(builder.start(), secrets);
  }

  /** The lines that begin with this word, without it. */
  static List<String> lines(List<String> output, String word) {
    return output.stream()
        .filter(line -> line.startsWith(word + " "))
        .map(line -> line.substring(word.length() + 1))
        .toList();
  }

  /** All that it says. */
  List<String> output() throws IOException {
    read(Optional.empty());
    return seen;
  }

  void awaitLine(String word) throws IOException {
    if (!read(Optional.of(word))) {
      throw new AssertionError("ended without saying '" + word + "': " + seen);
    }
  }

  private boolean read(Optional<String> until) throws IOException {
    String line;
    while ((line = out.readLine()) != null) {
      seen.add(line);
      if (secrets.stream().filter(s -> s.length() > 4).anyMatch(line::contains)) {
        throw new AssertionError("a password is shown in line " + seen.size());
      }
      if (until.isPresent() && line.startsWith(until.get())) {
        return true;
      }
    }
    return false;
  }

  /** As {@code kill -9} does; the process's own method would close the streams as well. */
  void kill() {
    process.toHandle().destroyForcibly();
  }

  @Override
  public void close() throws Exception {
    kill();
    process.waitFor(10, TimeUnit.SECONDS);
  }

  /** The processes that have this folder in their command line, or work in it. */
  static List<String> processesUsing(Path folder) {
    return ProcessHandle.allProcesses()
        .filter(each -> each.pid() != ProcessHandle.current().pid())
        .filter(each -> describe(each).contains(folder.toString()))
        .filter(ProcessHandle::isAlive)
        .map(TestJvm::describe)
        .toList();
  }

  private static String describe(ProcessHandle process) {
    String commandLine;
    try {
      // Java does not show that of a process in another user namespace.
      commandLine =
          Files.readString(Path.of("/proc/" + process.pid() + "/cmdline")).replace('\0', ' ');
    } catch (IOException e) {
      commandLine = process.info().commandLine().orElse("");
    }
    try {
      return commandLine
          + " in "
          + Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/cwd"));
    } catch (IOException e) {
      return commandLine;
    }
  }
}
