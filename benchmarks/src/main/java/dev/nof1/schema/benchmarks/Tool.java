package dev.nof1.schema.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A command line tool, started as its users start it.
 *
 * @param title of its rows
 * @param command up to its arguments
 * @param environment what it needs beside what this process has
 */
record Tool(String title, List<String> command, Map<String, String> environment) {
  private static final long MINUTES = 10;

  /** Ours, as the documentation starts it in a checkout, which has its class archive made there. */
  static Tool ours(Path javaHome) {
    return new Tool(
        "`schema-cli`",
        List.of("sh", Path.of("schema-cli/bin/schema-cli").toAbsolutePath().toString()),
        Map.of("JAVA_HOME", javaHome.toString()));
  }

  /** What its script {@code migrate} starts, without the time that the script itself takes. */
  static Tool stock(Path javaHome) {
    return new Tool(
        "MyBatis `migrate`",
        List.of(
            javaHome.resolve("bin/java").toString(),
            "-cp",
            jars("mybatis(-migrations)?|postgresql"),
            "org.apache.ibatis.migration.Migrator"),
        Map.of());
  }

  /** The least that a JVM can do: {@link Floor}, out of a jar, which a class archive needs. */
  static Tool floor(Path folder, Path javaHome) throws IOException {
    Path jar = folder.resolve("floor.jar");
    if (!Files.exists(jar)) {
      String entry = Floor.class.getName().replace('.', '/') + ".class";
      try (OutputStream out = Files.newOutputStream(jar);
          ZipOutputStream zip = new ZipOutputStream(out);
          InputStream bytes = Floor.class.getResourceAsStream("/" + entry)) {
        zip.putNextEntry(new ZipEntry(entry));
        zip.write(bytes.readAllBytes());
      }
    }
    return new Tool(
        "the floor: a JVM, the driver, one query",
        List.of(
            javaHome.resolve("bin/java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            jar + File.pathSeparator + jars("postgresql"),
            Floor.class.getName()),
        Map.of());
  }

  /**
   * The same with its classes in an archive, which one run makes: an AOT cache where the JDK has
   * that, or else a dynamic archive.
   */
  Tool archived(Jdk jdk, Path folder, String... arguments)
      throws IOException, InterruptedException {
    boolean hasAot = jdk.major() >= 25;
    Path archive = Files.createTempDirectory(folder, "archive").resolve("classes");
    withOption((hasAot ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + archive)
        .run(folder, arguments);
    Tool tool = withOption((hasAot ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + archive);
    return new Tool(
        title + (hasAot ? ", with an AOT cache" : ", with a class archive"),
        tool.command,
        environment);
  }

  private Tool withOption(String option) {
    List<String> line = new ArrayList<>(command);
    line.add(1, option);
    return new Tool(title, List.copyOf(line), environment);
  }

  private static String jars(String names) {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(jar -> jar.matches(".*/(" + names + ")-[0-9][^/]*\\.jar"))
        .collect(Collectors.joining(File.pathSeparator));
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
