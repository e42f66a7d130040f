package dev.nof1.schema.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.ibatis.migration.Migrator;
import org.apache.ibatis.migration.commands.Commands;
import org.apache.ibatis.migration.options.OptionsParser;
import org.apache.ibatis.migration.options.SelectedOptions;

/**
 * MyBatis's own {@code migrate}: its main class, and, where many runs are needed, what that calls.
 */
final class StockTool {
  private StockTool() {}

  /** What its main class does, but for the end of the JVM: the exit code is returned. */
  static int run(String... args) {
    List<String> line = new ArrayList<>(List.of(args));
    line.add("--quiet");
    SelectedOptions options = OptionsParser.parse(line.toArray(String[]::new));
    try {
      Commands.resolveCommand(options.getCommand(), options).execute(options.getParams());
      return 0;
    } catch (RuntimeException e) {
      return 1;
    }
  }

  /**
   * Its main class ends the JVM, so it gets one of its own.
   *
   * @param code of its exit
   * @param output all that it says
   */
  record Result(int code, String output) {}

  static Result fork(String... args) {
    return fork(List.of(), args);
  }

  /** With jars on its class path. */
  static Result fork(List<Path> jars, String... args) {
    List<String> classPath = new ArrayList<>(List.of(System.getProperty("java.class.path")));
    jars.forEach(jar -> classPath.add(jar.toString()));
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                String.join(File.pathSeparator, classPath),
                Migrator.class.getName()));
    line.addAll(List.of(args));
    try {
      Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(process.waitFor(), output);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
