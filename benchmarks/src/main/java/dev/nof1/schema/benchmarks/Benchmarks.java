package dev.nof1.schema.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Measures all that there are targets for, prints it, and writes it into {@code docs/}; see {@code
 * --help}.
 */
public final class Benchmarks {
  private static final List<String> TESTS =
      List.of("start", "first-start", "classes", "throughput", "forks");
  private static final List<String> COMMANDS = List.of("status", "answers", "up", "sizes");
  private static final List<String> SNAPSHOT = List.of("snapshot");
  private static final List<String> SPRING = List.of("spring");
  private static final List<String> ALL =
      Stream.of(TESTS, COMMANDS, SNAPSHOT, SPRING).flatMap(List::stream).toList();
  private static final int LARGE = 1000;
  private static final String IN = "--in=";

  private Benchmarks() {}

  /**
   * Runs them.
   *
   * @param arguments see {@code --help}
   * @throws Exception when a side fails
   */
  public static void main(String[] arguments) throws Exception {
    List<String> given = Arrays.asList(arguments);
    if (given.contains("--help")) {
      System.out.println(
          """
          benchmarks/run [--quick] [--in=FOLDER] [tests] [commands] [NAME...]
            tests    all that is on the page docs/benchmarks.md, which it writes
            commands all that is on the page docs/benchmarks-commands.md, which it writes
            snapshot all that is on the page docs/benchmarks-snapshot.md, which it writes
            spring   all that is on the page docs/benchmarks-spring.md, which it writes; it runs mvn
            NAME     one or more of: %s
            --quick  fewer repetitions, some minutes; for a look
            --in     where caches and servers are put, such as /dev/shm; default %s
          Without a name all pages are measured. Whatever is less than a page, or has options, is written to
          benchmarks/target instead. Containers are measured where a Docker engine answers; their image
          is postgres:18, or that of the environment variable BENCHMARK_IMAGE."""
              .formatted(String.join(", ", ALL), System.getProperty("java.io.tmpdir")));
      return;
    }
    boolean quick = given.contains("--quick");
    Set<String> names = new TreeSet<>(given);
    names.removeIf(each -> each.equals("--quick") || each.startsWith(IN));
    String parent =
        given.stream()
            .filter(each -> each.startsWith(IN))
            .map(each -> each.substring(IN.length()))
            .findFirst()
            .orElse(System.getProperty("java.io.tmpdir"));
    if (!Stream.concat(ALL.stream(), Stream.of("tests", "commands")).toList().containsAll(names)) {
      System.err.println(
          "There are the benchmarks tests, commands, "
              + String.join(", ", ALL)
              + "; not "
              + names
              + ".");
      System.exit(2);
    }
    boolean all = names.isEmpty();
    if (names.remove("tests") || all) {
      names.addAll(TESTS);
    }
    if (names.remove("commands") || all) {
      names.addAll(COMMANDS);
    }
    if (all) {
      names.addAll(SNAPSHOT);
      names.addAll(SPRING);
    }
    String command = String.join(" ", "benchmarks/run", String.join(" ", given)).strip();
    boolean asIs = given.stream().noneMatch(each -> each.startsWith("--"));
    if (names.stream().anyMatch(TESTS::contains)) {
      page(
          "benchmarks.md",
          asIs && names.containsAll(TESTS),
          command,
          parent,
          new Report(
              "`@MigratedDatabase` compares with other ways to a migrated PostgreSQL for tests"),
          (place, report) -> runTests(names, quick, place, report));
    }
    if (names.stream().anyMatch(COMMANDS::contains)) {
      page(
          "benchmarks-commands.md",
          asIs && names.containsAll(COMMANDS),
          command,
          parent,
          new Report("`schema-cli` compares with MyBatis's `migrate` and with psql"),
          (place, report) -> runCommands(names, quick, place, report));
    }
    if (names.containsAll(SNAPSHOT)) {
      page(
          "benchmarks-snapshot.md",
          asIs,
          command,
          parent,
          new Report("long a `SchemaSnapshot` of a large schema takes"),
          (place, report) -> Snapshots.measure(quick ? 5 : 20, report));
    }
    if (names.containsAll(SPRING)) {
      page(
          "benchmarks-spring.md",
          asIs,
          command,
          parent,
          new Report(
              "`@MigratedDatabase` compares with other ways to a database for Spring's tests"),
          (place, report) -> SpringSuites.measure(place, quick ? 1 : 2, 3, quick ? 7 : 31, report));
    }
  }

  private interface Work {
    void run(Place place, Report report) throws Exception;
  }

  /** In a folder of its own, so that what is left behind is this page's. */
  private static void page(
      String name, boolean whole, String command, String parent, Report report, Work work)
      throws Exception {
    Place place = Place.create(Path.of(parent));
    Runtime.getRuntime().addShutdownHook(new Thread(place::deleteOrTell));
    Machine machine = new Machine(place.folder());
    work.run(place, report);
    leftBehind(place, report);
    String text = report.page(machine, command);
    Path page = Path.of(whole ? "docs" : "benchmarks/target", name);
    Files.createDirectories(page.toAbsolutePath().getParent());
    Files.writeString(page, text, StandardCharsets.UTF_8);
    System.out.println("\n" + text + "\nWritten to " + page);
  }

  private static void runCommands(Set<String> names, boolean quick, Place place, Report report)
      throws Exception {
    try (CommandLines commands = CommandLines.open(place, report)) {
      if (names.contains("status")) {
        commands.status(quick ? 4 : 20);
      }
      if (names.contains("answers")) {
        commands.answers(quick ? 4 : 20);
      }
      if (names.contains("up")) {
        commands.up(LARGE, quick ? 2 : 7);
      }
      if (names.contains("sizes")) {
        commands.sizes(quick ? 2 : 7);
      }
    }
  }

  private static void runTests(Set<String> names, boolean quick, Place place, Report report)
      throws IOException, InterruptedException {
    Repository small = Repository.nof1(place.folder().resolve("migrations"));
    Repository large = Repository.large(place.folder().resolve("many-migrations"), LARGE);
    int forkClasses = quick ? 200 : 1000;
    System.out.println("compiling test classes");
    for (Side side : Side.values()) {
      TestClasses.compile(side, side == Side.OURS ? 1000 : 200, place.folder());
    }
    if (names.contains("first-start")) {
      FirstStart.measure(place, small, quick ? 1 : 3, report);
    }
    if (names.contains("start")) {
      WarmStart.measure(place, small, large, quick ? 3 : 12, report);
    }
    if (names.contains("classes")) {
      FurtherClasses.measure(place, small, large, quick ? 40 : 200, quick ? 1 : 2, report);
    }
    if (names.contains("throughput")) {
      Unpaused.measure(place, small, large, quick ? 40 : 200, quick ? 2 : 4, report);
    }
    if (names.contains("forks")) {
      Forks.measure(place, small, forkClasses, report);
    }
  }

  /** After all of them, whichever side it was. */
  private static void leftBehind(Place place, Report report)
      throws IOException, InterruptedException {
    Thread.sleep(Duration.ofSeconds(2).toMillis());
    report.section("What is left behind", "Two seconds after the last JVM ended.");
    report.header("where", "left");
    report.row("processes of any side", place.leftProcesses().toString());
    report.row("our folders of servers", place.leftFolders().toString());
    try (var temporary = Files.list(Files.createDirectories(place.temporary()))) {
      report.row(
          "the temporary folder",
          temporary.map(path -> path.getFileName().toString()).sorted().toList().toString());
    }
  }
}
