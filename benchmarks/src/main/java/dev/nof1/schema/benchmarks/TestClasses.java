package dev.nof1.schema.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.tools.ToolProvider;

/** Generated test classes that differ in their names only. */
final class TestClasses {
  private TestClasses() {}

  /** The name of one of a side's classes. */
  static String name(Side side, int number) {
    return TestClasses.class.getPackageName() + "." + simpleName(side, number);
  }

  private static String simpleName(Side side, int number) {
    return "Generated_" + side + "_" + number;
  }

  /** Compiles a side's classes from number 0 into a folder for the class path. */
  static void compile(Side side, int count, Path folder) throws IOException {
    Path sources = Files.createDirectories(folder.resolve("sources").resolve(side.name()));
    Files.createDirectories(folder.resolve("classes"));
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                folder.resolve("classes").toString()));
    for (int number : IntStream.range(0, count).toArray()) {
      Path file = sources.resolve(simpleName(side, number) + ".java");
      Files.writeString(file, source(side, number));
      arguments.add(file.toString());
    }
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    if (status != 0) {
      throw new IOException("The generated classes do not compile.");
    }
  }

  private static String source(Side side, int number) {
    return """
        package %s;

        @org.junit.jupiter.api.extension.ExtendWith(Marks.class)
        %s
        class %s {
          @org.junit.jupiter.api.Test
          void answers(javax.sql.DataSource database) throws Exception {
            Marks.query(database);
          }
        }
        """
        .formatted(TestClasses.class.getPackageName(), side.annotation(), simpleName(side, number));
  }
}
