package dev.nof1.schema.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.cli.fixture.Cli;
import dev.nof1.schema.cli.fixture.RandomRepository;
import dev.nof1.schema.cli.fixture.RandomRepository.Flaw;
import dev.nof1.schema.cli.fixture.StockTool;
import dev.nof1.schema.cli.fixture.TwoDatabases;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What {@code script} writes beside what the stock tool's does: every line of its, in its order,
 * but comments, the delimiter (a semicolon here, always) and the time of the changelog's row.
 */
class ScriptOutputTest {
  @TempDir private Path folder;

  static LongStream seeds() {
    return CompatibilityTest.seeds();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void holdsAllThatTheStockToolWrites(long seed) {
    RandomRepository repository = new RandomRepository(folder, new Random(seed));
    TwoDatabases databases = TwoDatabases.create(repository);
    String last = repository.scripts.lastKey().toString();
    compare(databases.stockEnvironment(), "0", last);
    boolean reversible = !repository.scripts.containsValue(Flaw.NO_UNDO);
    if (reversible) {
      compare(databases.stockEnvironment(), last, "0");
    } else {
      Cli.Result refused = ours(databases.stockEnvironment(), last, "0");
      assertThat(refused.code()).isEqualTo(1);
      assertThat(refused.err())
          .as("trap 9: the stock tool forgets a migration without an undo section")
          .contains("has no undo section");
    }
  }

  private void compare(String environment, String from, String to) {
    StockTool.Result stock =
        StockTool.fork("--path=" + folder, "--env=" + environment, "script", from, to);
    Cli.Result ours = ours(environment, from, to);
    assertThat(ours.code()).as(ours.err()).isEqualTo(stock.code()).isZero();
    List<String> theirs = lines(stock.output());
    assertThat(theirs).hasSizeGreaterThan(4);
    Iterator<String> written = lines(ours.out()).iterator();
    for (String line : theirs) {
      boolean found = false;
      while (!found && written.hasNext()) {
        found = written.next().equals(line);
      }
      assertThat(found).as("'%s' of%n%s%nin%n%s", line, stock.output(), ours.out()).isTrue();
    }
  }

  private Cli.Result ours(String environment, String from, String to) {
    return Cli.in(folder)
        .run("--path=" + folder, "--env=" + environment, "script", from, to, "--plain");
  }

  private static List<String> lines(String script) {
    return script
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("--") && !line.startsWith("//"))
        .map(line -> line.endsWith("|") ? line.substring(0, line.length() - 1) + ";" : line)
        .map(
            line ->
                line.replaceFirst(
                    "INSERT INTO CHANGELOG \\(ID, APPLIED_AT, DESCRIPTION\\) VALUES \\((\\d+),.*",
                    "row $1"))
        .toList();
  }
}
