package dev.nof1.schema.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A JDK of this machine.
 *
 * @param major its version
 * @param home its folder
 */
record Jdk(int major, Path home) {
  private static final Path ALL = Path.of("/usr/lib/jvm");

  /** Those of these versions that there are; the one in use counts too. */
  static List<Jdk> find(int... majors) throws IOException {
    List<Jdk> found = new ArrayList<>();
    List<Path> homes = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"))));
    if (Files.isDirectory(ALL)) {
      try (Stream<Path> folders = Files.list(ALL)) {
        folders.sorted().forEach(homes::add);
      }
    }
    for (int major : majors) {
      Optional<Path> home = homes.stream().filter(each -> majorOf(each) == major).findFirst();
      home.ifPresent(there -> found.add(new Jdk(major, there)));
    }
    return found;
  }

  private static int majorOf(Path home) {
    Path release = home.resolve("release");
    if (!Files.isExecutable(home.resolve("bin/java")) || !Files.isReadable(release)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(release)) {
      return lines
          .filter(line -> line.startsWith("JAVA_VERSION=\""))
          .map(line -> line.replaceAll("\\D*(\\d+).*", "$1"))
          .mapToInt(Integer::parseInt)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }

  @Override
  public String toString() {
    return "JDK " + major;
  }
}
