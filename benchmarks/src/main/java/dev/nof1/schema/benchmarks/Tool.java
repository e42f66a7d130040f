package dev.nof1.schema.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A command line tool, started as its users start it.
 *
 * @param title of its rows
 * @param command up to its arguments
 * @param environment what it needs beside what this process has
 */
record Tool(String title, List<String> command, Map<String, String> environment) {
  private static final long MINUTES = 10;

  /** Ours, installed as the documentation says: the launcher, and the jar beside it. */
  static Tool ours(Path folder, Path javaHome) throws IOException {
    Path launcher = folder.resolve("installed/bin/schema-cli");
    Path jar = folder.resolve("installed/lib/schema-cli.jar");
    if (!Files.exists(launcher)) {
      Files.createDirectories(launcher.getParent());
      Files.createDirectories(jar.getParent());
      Files.copy(Path.of("schema-cli/target/schema-cli.jar"), jar);
      Files.copy(Path.of("schema-cli/bin/schema-cli"), launcher);
    }
    return new Tool(
        "`schema-cli`",
        List.of("sh", launcher.toString()),
        Map.of("JAVA_HOME", javaHome.toString()));
  }

  /** What its script {@code migrate} starts, without the time that the script itself takes. */
  static Tool stock(Path javaHome) {
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(jar -> jar.matches(".*/(mybatis(-migrations)?|postgresql)-[0-9][^/]*\\.jar"))
            .collect(Collectors.joining(File.pathSeparator));
    return new Tool(
        "MyBatis `migrate`",
        List.of(
            javaHome.resolve("bin/java").toString(),
            "-cp",
            classPath,
            "org.apache.ibatis.migration.Migrator"),
        Map.of());
  }

  Tool with(String variable, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(variable, value);
    return new Tool(title, command, Map.copyOf(more));
  }

  /**
   * Runs it to its end.
   *
   * @return nanoseconds from its start to its end
   * @throws IOException with what it said, if it fails
   */
  long run(Path folder, String... arguments) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(command);
    line.addAll(List.of(arguments));
    Path output = Files.createTempFile(folder, "output", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().putAll(environment);
    long started = System.nanoTime();
    Process process = builder.start();
    if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly().waitFor();
    }
    long took = System.nanoTime() - started;
    String said = Files.readString(output, StandardCharsets.ISO_8859_1);
    Files.delete(output);
    if (process.exitValue() != 0) {
      throw new IOException(title + " failed with " + process.exitValue() + ":\n" + tail(said));
    }
    return took;
  }

  private static String tail(String said) {
    return said.substring(Math.max(0, said.length() - 2_000));
  }
}
