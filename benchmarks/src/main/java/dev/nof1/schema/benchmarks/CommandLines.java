package dev.nof1.schema.benchmarks;

import static dev.nof1.schema.benchmarks.Samples.millis;

import dev.nof1.schema.postgres.EmbeddedServer;
import dev.nof1.schema.postgres.ServerSettings;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * {@code schema-cli} against MyBatis's {@code migrate} and psql, as whole processes, in turn, on
 * one server that cares for its data.
 *
 * <p>Over 300 lines because the three measurements share one server and its repositories.
 */
final class CommandLines implements AutoCloseable {
  private static final double STATUS_ON_17 = 0.65;
  private static final double STATUS_ON_25 = 0.5;
  private static final double ANSWERS = 2;
  private static final double UP_OF_STOCK = 0.85;
  private static final double UP_OF_PSQL = 1.25;
  private static final int MANY = 10_000;
  private static final long SECOND = 1_000_000_000;
  private static final int LARGE_MEGABYTES = 200;

  private final Path folder;
  private final Report report;
  private final EmbeddedServer server;
  private int databases;

  private CommandLines(Path folder, Report report) {
    this.folder = folder;
    this.report = report;
    this.server = EmbeddedServer.persistent(folder.resolve("server"), ServerSettings.defaults());
  }

  static CommandLines open(Place place, Report report) throws IOException {
    return new CommandLines(Files.createDirectories(place.folder().resolve("commands")), report);
  }

  @Override
  public void close() {
    server.close();
  }

  /** {@code status} of a small repository, all applied. */
  void status(int repetitions) throws Exception {
    report.section(
        "`status` as a whole process",
        "The nof1 tracker's three migrations, all applied. %d runs a row, in turn, two before them not counted."
            .formatted(repetitions));
    report.header("side", "median", "p95", "÷ stock");
    String database = database();
    Path repository = repository(3, database);
    for (Jdk jdk : Jdk.find(17, 25)) {
      Tool ours = Tool.ours(jdk.home());
      Tool stock = Tool.stock(jdk.home());
      ours.run(folder, "--path=" + repository, "up");
      Tool quickStock = stock.archived(jdk, folder, "--path=" + repository, "status");
      String[] address = {server.jdbcUrl(database), server.user(), server.password()};
      Tool floor = Tool.floor(folder, jdk.home()).archived(jdk, folder, address);
      Map<Tool, Samples> samples =
          measure(
              repetitions,
              List.of(ours, stock, quickStock, floor),
              tool -> tool.equals(floor) ? tool.run(folder, address) : status(tool, repository));
      double ratio = ratio(samples, ours, stock);
      for (Tool tool : List.of(ours, stock, quickStock, floor)) {
        row(samples, jdk + ", ", tool, stock);
      }
      double target = jdk.major() == 17 ? STATUS_ON_17 : STATUS_ON_25;
      report.target(
          "`status` on %s ≤ %s × stock".formatted(jdk, target),
          ratio <= target,
          Report.ratio(ratio) + " ×");
    }
  }

  /** Answers that need no database, against a JVM that prints one line. */
  void answers(int repetitions) throws Exception {
    report.section(
        "`--version` and `--help` as whole processes",
        "Beside a JVM that prints one line, with that JVM's own class archive. %d runs a row, in turn, two before them not counted."
            .formatted(repetitions));
    report.header("side", "median", "p95", "÷ one line");
    for (Jdk jdk : Jdk.find(17, 25)) {
      Tool ours = Tool.ours(jdk.home());
      Tool help = new Tool("`schema-cli --help`", ours.command(), ours.environment());
      Tool version = new Tool("`schema-cli --version`", ours.command(), ours.environment());
      Tool floor = Tool.floor(folder, jdk.home());
      Tool line = new Tool("a JVM that prints one line", floor.command(), floor.environment());
      Map<Tool, Samples> samples =
          measure(
              repetitions,
              List.of(version, help, line),
              tool -> {
                if (tool.equals(line)) {
                  return tool.run(folder);
                }
                return tool.run(folder, tool.equals(help) ? "--help" : "--version");
              });
      for (Tool tool : List.of(version, help, line)) {
        row(samples, jdk + ", ", tool, line);
      }
      double worse = Math.max(ratio(samples, version, line), ratio(samples, help, line));
      report.target(
          "`--version` and `--help` on %s ≤ %s × one line".formatted(jdk, ANSWERS),
          worse <= ANSWERS,
          Report.ratio(worse) + " ×");
    }
  }

  /** {@code up} of many small migrations on an empty database each time. */
  void up(int migrations, int repetitions) throws Exception {
    report.section(
        "`up` of many small migrations",
        """
        %d migrations on an empty database, as a whole process. psql runs the same statements in the same transactions,
        from one file. %d runs a row, in turn, one before them not counted."""
            .formatted(migrations, repetitions));
    report.header("side", "median", "p95", "÷ stock");
    Path javaHome = Path.of(System.getProperty("java.home"));
    Tool ours = Tool.ours(javaHome);
    Tool stock = Tool.stock(javaHome);
    Tool psql = new Tool("psql", List.of("psql"), Map.of("PGPASSWORD", server.password()));
    Path template = repository(migrations, "none");
    Path script = script(template);
    Map<Tool, Samples> samples =
        measure(
            repetitions,
            List.of(ours, stock, psql),
            tool -> {
              String database = database();
              if (tool.equals(psql)) {
                return tool.run(
                    folder,
                    "-X",
                    "-q",
                    "-v",
                    "ON_ERROR_STOP=1",
                    "-h",
                    server.host(),
                    "-p",
                    Integer.toString(server.port()),
                    "-U",
                    server.user(),
                    "-d",
                    database,
                    "-f",
                    script.toString());
              }
              writeEnvironment(template, database);
              return tool.run(folder, "--path=" + template, "up");
            });
    for (Tool tool : List.of(ours, stock, psql)) {
      row(samples, "", tool, stock);
    }
    double ofStock = ratio(samples, ours, stock);
    double ofPsql = ratio(samples, ours, psql);
    report.target(
        "`up` of %d ≤ 0.85 × stock".formatted(migrations),
        ofStock <= UP_OF_STOCK,
        Report.ratio(ofStock) + " ×");
    report.target(
        "`up` of %d ≤ 1.25 × psql".formatted(migrations),
        ofPsql <= UP_OF_PSQL,
        Report.ratio(ofPsql) + " ×");
  }

  /** Many scripts, and one that is larger than the memory. */
  void sizes(int repetitions) throws Exception {
    report.section(
        "Many scripts, and large ones",
        """
        `status` with %d scripts, all applied, %d runs a row; and `up` of one script of %d MB, once, in a JVM with
        `-Xmx128m`."""
            .formatted(MANY, repetitions, LARGE_MEGABYTES));
    report.header("side", "median", "p95", "÷ stock");
    Path javaHome = Path.of(System.getProperty("java.home"));
    Tool ours = Tool.ours(javaHome);
    Tool stock = Tool.stock(javaHome);
    String database = database();
    Path many = repository(3, database);
    ours.run(folder, "--path=" + many, "up");
    fill(many, database);
    Map<Tool, Samples> samples =
        measure(repetitions, List.of(ours, stock), tool -> status(tool, many));
    row(samples, MANY + " scripts, ", ours, stock);
    row(samples, MANY + " scripts, ", stock, stock);
    long median = samples.getOrDefault(ours, new Samples()).median();
    report.target("`status` with 10,000 scripts < 1 s", median < SECOND, millis(median));
    boolean met = large(ours, "JDK_JAVA_OPTIONS");
    large(stock, "JDK_JAVA_OPTIONS");
    report.target("a script of 200 MB under -Xmx128m", met, met ? "applied" : "failed");
  }

  private boolean large(Tool tool, String options) throws Exception {
    String database = database();
    Path repository = repository(3, database);
    Path script = repository.resolve("scripts/20300101000000_large.sql");
    String value = "0123456789abcdef".repeat(4_096);
    try (BufferedWriter out = Files.newBufferedWriter(script)) {
      out.write("CREATE TABLE large (n int, length int);\n");
      for (int i = 0; i < LARGE_MEGABYTES * 16; i++) {
        out.write("INSERT INTO large SELECT " + i + ", length('" + value + "');\n");
      }
      out.write("-- //@UNDO\nDROP TABLE large;\n");
    }
    String label = LARGE_MEGABYTES + " MB, " + tool.title();
    boolean done = true;
    try {
      Quiet.await();
      long took = tool.with(options, "-Xmx128m").run(folder, "--path=" + repository, "up");
      report.row(label, millis(took), "", "");
    } catch (IOException e) {
      done = false;
      report.row(
          label,
          String.valueOf(e.getMessage()).contains("OutOfMemoryError") ? "out of memory" : "failed",
          "",
          "");
    }
    Files.delete(script);
    return done;
  }

  private long status(Tool tool, Path repository) throws IOException, InterruptedException {
    return tool.run(folder, "--path=" + repository, "status");
  }

  private interface Timed {
    long run(Tool tool) throws Exception;
  }

  /** In turn; the first rounds are not counted. */
  private static Map<Tool, Samples> measure(int repetitions, List<Tool> tools, Timed timed)
      throws Exception {
    Map<Tool, Samples> samples = new HashMap<>();
    for (int round = repetitions > 5 ? -2 : -1; round < repetitions; round++) {
      for (Tool tool : tools) {
        Quiet.await();
        long took = timed.run(tool);
        if (round >= 0) {
          samples.computeIfAbsent(tool, t -> new Samples()).add(took);
        }
      }
    }
    return samples;
  }

  private static double ratio(Map<Tool, Samples> samples, Tool one, Tool other) {
    return (double) samples.getOrDefault(one, new Samples()).median()
        / samples.getOrDefault(other, new Samples()).median();
  }

  private void row(Map<Tool, Samples> samples, String label, Tool tool, Tool stock) {
    Samples own = samples.getOrDefault(tool, new Samples());
    report.row(
        label + tool.title(),
        millis(own.median()),
        millis(own.p95()),
        Report.ratio(ratio(samples, tool, stock)));
  }

  private String database() throws SQLException {
    databases++;
    String name = "b" + databases;
    execute("postgres", "CREATE DATABASE " + name);
    return name;
  }

  private void execute(String database, String sql) throws SQLException {
    try (Connection connection = server.dataSource(database).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The nof1 tracker's migrations, and so many small ones that there are these together. */
  private Path repository(int migrations, String database) throws IOException {
    Path repository = folder.resolve("repository-" + migrations + "-" + database);
    Files.createDirectories(repository.resolve("scripts"));
    Repository.large(repository.resolve("scripts"), migrations);
    writeEnvironment(repository, database);
    return repository;
  }

  private void writeEnvironment(Path repository, String database) throws IOException {
    Path environments = Files.createDirectories(repository.resolve("environments"));
    Files.writeString(
        environments.resolve("development.properties"),
        """
        driver=org.postgresql.Driver
        url=%s
        username=%s
        password=%s
        send_full_script=true
        changelog=CHANGELOG
        """
            .formatted(server.jdbcUrl(database), server.user(), server.password()));
  }

  /** More scripts, recorded as applied. */
  private void fill(Path repository, String database) throws IOException, SQLException {
    StringBuilder rows = new StringBuilder("INSERT INTO changelog VALUES ");
    for (int i = 4; i <= MANY; i++) {
      String id = Long.toString(20260101000000L + i);
      Files.writeString(
          repository.resolve("scripts/" + id + "_step.sql"), "SELECT 1;\n-- //@UNDO\nSELECT 1;\n");
      rows.append(i == 4 ? "" : ",").append("(" + id + ", '2026-01-01 00:00:00', 'step')");
    }
    execute(database, rows.toString());
  }

  /** What {@code up} does, for psql. */
  private Path script(Path repository) throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> scripts = Files.list(repository.resolve("scripts"))) {
      scripts.sorted().forEach(files::add);
    }
    Path script = folder.resolve("psql.sql");
    try (BufferedWriter out = Files.newBufferedWriter(script)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        String up = Files.readString(file).split("-- //@UNDO", -1)[0];
        out.write("BEGIN;\n" + up.replace("${changelog}", "CHANGELOG") + "\n");
        out.write(
            "INSERT INTO CHANGELOG (ID, APPLIED_AT, DESCRIPTION) VALUES (%s, '2026-01-01 00:00:00', '%s');\nCOMMIT;\n"
                .formatted(
                    name.substring(0, name.indexOf('_')),
                    name.substring(name.indexOf('_') + 1).replace('_', ' ')));
      }
    }
    return script;
  }
}
