package dev.nof1.schema.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** A jar of classes that are compiled for it, as a user would put one into {@code drivers/}. */
final class TestJar {
  private TestJar() {}

  /** Writes the jar: sources by file name, and one service's implementation. */
  static void write(Path jar, Map<String, String> sources, String service, String implementation) {
    try {
      Files.createDirectories(jar.getParent());
      Path work = Files.createTempDirectory(jar.getParent(), "classes");
      List<String> line = new ArrayList<>(List.of("-proc:none", "-d", work.toString()));
      for (Map.Entry<String, String> source : sources.entrySet()) {
        Path file = work.resolve(source.getKey());
        Files.createDirectories(file.getParent());
        line.add(Files.writeString(file, source.getValue()).toString());
      }
      assertThat(
              ToolProvider.getSystemJavaCompiler()
                  .run(null, null, null, line.toArray(String[]::new)))
          .isZero();
      Path services = Files.createDirectories(work.resolve("META-INF/services"));
      Files.writeString(services.resolve(service), implementation + "\n");
      pack(work, jar);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With entries for folders, as the jar tool writes them: MyBatis lists packages by them. */
  private static void pack(Path work, Path jar) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out);
        Stream<Path> files = Files.walk(work)) {
      for (Path file : files.filter(f -> !f.equals(work)).sorted().toList()) {
        boolean folder = Files.isDirectory(file);
        entries.putNextEntry(new JarEntry(work.relativize(file) + (folder ? "/" : "")));
        if (!folder) {
          Files.copy(file, entries);
        }
        entries.closeEntry();
      }
    }
  }
}
