package dev.nof1.schema.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM of its own, which prints one line of numbers. All sides get the same options. */
final class Fork {
  private static final long MINUTES = 10;

  private final Process process;
  private final Path output;
  private final long started = System.nanoTime();

  private Fork(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** Runs one when the machine is quiet, and waits until nothing of it runs any more. */
  static Result run(
      Place place, Repository repository, int pauseMillis, Class<?> main, Object... arguments)
      throws IOException, InterruptedException {
    Quiet.await();
    Fork fork = start(place, repository, pauseMillis, main, arguments);
    Result result = fork.result();
    place.awaitNoProcesses();
    return new Result(result.numbers(), result.wall(), System.nanoTime() - fork.started);
  }

  /** What containers are made of. */
  static String image() {
    return System.getenv().getOrDefault("BENCHMARK_IMAGE", "postgres:18");
  }

  static Fork start(
      Place place, Repository repository, int pauseMillis, Class<?> main, Object... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(System.getProperty("java.class.path") + ":" + place.classes());
    command.add("-Djava.io.tmpdir=" + Files.createDirectories(place.temporary()));
    command.add("-Dnof1.cache.dir=" + place.ourCache());
    command.add("-Dot.epg.working-dir=" + place.zonkysCache());
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
    command.add("-Dnof1.test.migrations=" + repository.folder());
    command.add(Settings.MIGRATIONS.option(repository.folder()));
    command.add(Settings.APPLIED.option(repository.count()));
    command.add(Settings.PAUSE.option(pauseMillis));
    command.add(Settings.IMAGE.option(image()));
    command.add(main.getName());
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Path output = Files.createTempFile(place.folder(), "output", ".txt");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    return new Fork(builder.redirectOutput(output.toFile()).start(), output);
  }

  /** Waits for its end. */
  Result result() throws IOException, InterruptedException {
    if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
    }
    int status = process.waitFor();
    long wall = System.nanoTime() - started;
    String said = Files.readString(output, StandardCharsets.UTF_8);
    Files.delete(output);
    String numbers =
        said.lines()
            .filter(line -> line.startsWith(Marks.PREFIX))
            .findFirst()
            .orElseThrow(() -> new IOException("A JVM failed with " + status + ":\n" + said));
    List<Long> parsed =
        Arrays.stream(numbers.substring(Marks.PREFIX.length()).split(" ", -1))
            .map(Long::valueOf)
            .toList();
    return new Result(parsed, wall, wall);
  }

  /**
   * Result of a forked JVM.
   *
   * @param numbers as its main class says
   * @param wall nanoseconds from its start to its end
   * @param gone nanoseconds from its start until all it had started had ended too
   */
  record Result(List<Long> numbers, long wall, long gone) {

    /** Of {@link TestRunner}: when the first class was found. */
    long found() {
      return numbers.get(0);
    }

    /** Of {@link TestRunner}: how many classes ran. */
    int classes() {
      return (numbers.size() - 1) / 2;
    }

    /** Of {@link TestRunner}: when a class's first extension was called. */
    long before(int number) {
      return numbers.get(1 + 2 * number);
    }

    /** Of {@link TestRunner}: when a class's first query was answered. */
    long answered(int number) {
      return numbers.get(2 + 2 * number);
    }
  }
}
