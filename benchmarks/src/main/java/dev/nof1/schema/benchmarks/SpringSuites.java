package dev.nof1.schema.benchmarks;

import static dev.nof1.schema.benchmarks.Samples.millis;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Tests of one Spring Boot application, whose database comes in three ways: whole runs of Maven,
 * and in them the time of each class whose application is open already.
 */
final class SpringSuites {
  private static final Path APPLICATION = Path.of("benchmarks/spring");
  private static final int MIGRATIONS = 10;
  private static final long TARGET_NANOS = 5_000_000;
  private static final long MINUTES = 5;
  private static final int QUOTED_LINES = 40;

  private final Path folder;

  private SpringSuites(Path folder) {
    this.folder = folder;
  }

  /** Way to a database, as a profile of the application's POM. */
  private enum Way {
    OURS("`@MigratedDatabase`", "its own"),
    ZONKY("zonky `@AutoConfigureEmbeddedDatabase`, refreshed before each class, Flyway", "its own"),
    CONTAINERS(
        "Testcontainers `@ServiceConnection`, a container a JVM, Flyway",
        "one for all, with all their rows");

    private final String title;
    private final String database;

    Way(String title, String database) {
      this.title = title;
      this.database = database;
    }

    String profile() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Kind of test class. */
  private enum Kind {
    BOOT("SpringBootTest", "org.springframework.boot.test.context"),
    DATAJDBC("DataJdbcTest", "org.springframework.boot.test.autoconfigure.data.jdbc"),
    JDBC("JdbcTest", "org.springframework.boot.test.autoconfigure.jdbc"),
    JPA("DataJpaTest", "org.springframework.boot.test.autoconfigure.orm.jpa");

    private final String annotation;
    private final String in;

    Kind(String annotation, String in) {
      this.annotation = annotation;
      this.in = in;
    }

    String test(int number) {
      return "%s%02dTest"
          .formatted(name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT), number);
    }
  }

  static void measure(Place place, int repetitions, int ofEachSlice, int whole, Report report)
      throws IOException, InterruptedException {
    report.section(
        "A Spring Boot application",
        """
        Spring Boot 3.5, JPA, %d migrations, a runner that writes a row. %d test classes of four kinds: %d with
        `@SpringBootTest`, %d each with `@DataJpaTest`, `@JdbcTest` and `@DataJdbcTest`; a test is one query, one insert and
        50 ms. `mvn -o -q test` as a whole process, %d runs a row, in turn, one before them not counted. A further class:
        from its beginning to its first answered query, where an earlier class has opened the application."""
            .formatted(
                MIGRATIONS,
                whole + (Kind.values().length - 1) * ofEachSlice,
                whole,
                ofEachSlice,
                repetitions));
    SpringSuites suites = new SpringSuites(place.folder().resolve("spring"));
    Map<Way, Run> runs = new LinkedHashMap<>();
    for (Way way : Way.values()) {
      suites.create(way, ofEachSlice, whole);
      Optional<String> problem = suites.tried(way);
      runs.put(way, new Run(problem, new Samples(), new Samples()));
    }
    for (int round = 0; round < repetitions; round++) {
      for (Map.Entry<Way, Run> each : runs.entrySet()) {
        if (each.getValue().problem().isEmpty()) {
          Quiet.await();
          each.getValue().wall().add(suites.run(each.getKey(), "-o"));
          suites.further(each.getKey()).forEach(each.getValue().further()::add);
        }
      }
    }
    report(runs, report);
  }

  /**
   * What was measured of a way.
   *
   * @param problem why nothing was
   */
  private record Run(Optional<String> problem, Samples wall, Samples further) {}

  private static void report(Map<Way, Run> runs, Report report) {
    report.header(
        "side",
        "`mvn test`, median",
        "slowest",
        "a further class, median",
        "p95",
        "slowest",
        "classes",
        "a class's database");
    runs.forEach(
        (way, run) -> {
          if (run.problem().isPresent()) {
            report.row(way.title, run.problem().get(), "", "", "", "", "", way.database);
            return;
          }
          report.row(
              way.title,
              millis(run.wall().median()),
              millis(run.wall().worst()),
              millis(run.further().median()),
              millis(run.further().p95()),
              millis(run.further().worst()),
              Integer.toString(run.further().count()),
              way.database);
        });
    Run ours = runs.get(Way.OURS);
    if (ours != null && ours.problem().isEmpty()) {
      long median = ours.further().median();
      report.target(
          "a further class in an open application: median < 5 ms",
          median < TARGET_NANOS,
          millis(median));
    }
  }

  private Path project(Way way) {
    return folder.resolve(way.profile());
  }

  private void create(Way way, int ofEachSlice, int whole) throws IOException {
    Path project = project(way);
    copy(APPLICATION, project);
    Path migrations = Files.createDirectories(project.resolve("src/main/resources/db/migrations"));
    Path flyways = Files.createDirectories(project.resolve("src/main/resources/db/migration"));
    Files.writeString(
        migrations.resolve("0_changelog.sql"),
        "-- // changelog\nCREATE TABLE ${changelog} (id numeric(20, 0) PRIMARY KEY, applied_at varchar(25) NOT NULL, description varchar(255) NOT NULL);\n-- //@UNDO\nDROP TABLE ${changelog};\n");
    for (int i = 1; i <= MIGRATIONS; i++) {
      String sql =
          i == 1
              ? "CREATE SEQUENCE orders_seq INCREMENT 50;\nCREATE TABLE orders (id bigint PRIMARY KEY, item text NOT NULL);\n"
              : "CREATE TABLE t%d (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL);\nCREATE INDEX ON t%d (name);\n"
                  .formatted(i, i);
      Files.writeString(
          migrations.resolve(i + "_step.sql"), "-- // step\n" + sql + "-- //@UNDO\nSELECT 1;\n");
      Files.writeString(flyways.resolve("V" + i + "__step.sql"), sql);
    }
    for (Kind kind : Kind.values()) {
      for (int i = 0; i < (kind == Kind.BOOT ? whole : ofEachSlice); i++) {
        Files.writeString(
            project.resolve("src/test/java/shop/" + kind.test(i) + ".java"),
            """
            package shop;

            @%s.%s
            @Database
            class %s extends Query {}
            """
                .formatted(kind.in, kind.annotation, kind.test(i)));
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes)
              throws IOException {
            if (each.endsWith("target")) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(to.resolve(from.relativize(each).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path each, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(each, to.resolve(from.relativize(each).toString()));
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Compiles, fills caches, and finds out whether it can be measured at all. */
  private Optional<String> tried(Way way) throws IOException, InterruptedException {
    try {
      run(way);
      return Optional.empty();
    } catch (IOException e) {
      String said = String.valueOf(e.getMessage());
      if (way == Way.CONTAINERS && said.contains("valid Docker environment")) {
        return Optional.of("not measured: no Docker engine here");
      }
      throw e;
    }
  }

  private long run(Way way, String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("mvn", "-B", "-q", "-P" + way.profile()));
    command.addAll(Arrays.asList(options));
    command.add("test");
    Path output = project(way).resolve("output.txt");
    long start = System.nanoTime();
    Process maven =
        new ProcessBuilder(command)
            .directory(project(way).toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!maven.waitFor(MINUTES, TimeUnit.MINUTES)) {
      maven.destroyForcibly();
    }
    int status = maven.waitFor();
    long wall = System.nanoTime() - start;
    if (status != 0) {
      try (Stream<String> lines = Files.lines(output)) {
        throw new IOException(
            "%s failed with %d:\n%s"
                .formatted(
                    String.join(" ", command),
                    status,
                    String.join("\n", lines.limit(QUOTED_LINES).toList())));
      }
    }
    return wall;
  }

  /** Reads the times of those classes that are not the first of their kind. */
  private List<Long> further(Way way) throws IOException {
    Set<String> begun = new HashSet<>();
    List<Long> further = new ArrayList<>();
    for (String line : Files.readAllLines(project(way).resolve("target/marks"))) {
      String[] words = line.split(" ", -1);
      if (!begun.add(words[0].replaceFirst("\\d+Test$", ""))) {
        further.add(Long.valueOf(words[1]));
      }
    }
    return further;
  }
}
