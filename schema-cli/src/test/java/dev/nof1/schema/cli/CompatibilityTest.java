package dev.nof1.schema.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.cli.fixture.Cli;
import dev.nof1.schema.cli.fixture.RandomRepository;
import dev.nof1.schema.cli.fixture.RandomRepository.Flaw;
import dev.nof1.schema.cli.fixture.StockTool;
import dev.nof1.schema.cli.fixture.TwoDatabases;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The stock tool and ours, side by side: random commands on a random repository, each on a database
 * of its own, swapped now and then; both give the same schema, rows, changelog and exit code. Where
 * ours differs on purpose the trap is named by its number in the facts about the stock tool.
 *
 * <p>{@code -Dnof1.compatibility.runs=200} runs more; {@code -Dnof1.compatibility.seed=7} one
 * again.
 */
class CompatibilityTest {
  private static final int COMMANDS = 14;

  @TempDir private Path folder;

  static LongStream seeds() {
    Long one = Long.getLong("nof1.compatibility.seed");
    return one == null
        ? LongStream.rangeClosed(1, Long.getLong("nof1.compatibility.runs", 6))
        : LongStream.of(one);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void bothDoTheSame(long seed) {
    Random random = new Random(seed);
    RandomRepository repository = new RandomRepository(folder, random);
    TwoDatabases databases = TwoDatabases.create(repository);
    List<String> done = new ArrayList<>();
    for (int i = 0; i < COMMANDS; i++) {
      if (random.nextInt(4) == 0) {
        databases.swap();
        done.add("swap");
      }
      if (!step(random, repository, databases, done, "seed " + seed + ", " + repository)) {
        return;
      }
    }
  }

  /** Returns false where the tools are apart from here on, on purpose. */
  private boolean step(
      Random random,
      RandomRepository repository,
      TwoDatabases databases,
      List<String> done,
      String story) {
    List<Integer> applied = databases.applied();
    boolean gap =
        repository.scripts.keySet().stream()
            .anyMatch(id -> !applied.isEmpty() && id < last(applied) && !applied.contains(id));
    switch (random.nextInt(12)) {
      case 0 -> done.add(repository.add());
      case 1 -> done.add(repository.mend());
      case 2 -> {
        if (applied.size() > 1 && repository.scripts.containsKey(last(applied))) {
          repository.remove(last(applied));
          done.add("remove " + last(applied));
        }
      }
      default -> {
        String command = command(random, repository, applied, gap);
        done.add(command);
        return compare(command, repository, databases, applied, story + "\n" + done);
      }
    }
    return true;
  }

  /**
   * Not chosen, because the stock tool counts what it should not: {@code redo} of more than are
   * applied, and {@code redo} and {@code version} while older ones are pending.
   */
  private static String command(
      Random random, RandomRepository repository, List<Integer> applied, boolean gap) {
    int number = 1 + random.nextInt(3);
    return switch (random.nextInt(10)) {
      case 0, 1 -> "up";
      case 2, 3 -> "up " + number;
      case 4 -> "down";
      case 5 -> "down " + number;
      case 6 -> applied.isEmpty() ? "up" : "pending";
      case 7 ->
          gap ? "status" : "version " + pick(random, List.copyOf(repository.scripts.keySet()));
      case 8 -> gap || applied.size() < number ? "status" : "redo " + number;
      default -> random.nextInt(3) == 0 ? "version 999999" : "down 99";
    };
  }

  private boolean compare(
      String command,
      RandomRepository repository,
      TwoDatabases databases,
      List<Integer> applied,
      String story) {
    String trap = trap(command, repository, applied);
    TwoDatabases.State before = databases.ours();
    int stock = StockTool.run(line(command, databases.stockEnvironment()));
    Cli.Result ours = Cli.in(folder).run(line(command, databases.ourEnvironment()));
    if (!trap.isEmpty()) {
      if (reportsSuccess(command, repository, applied)) {
        assertThat(stock).as(story).isZero();
      }
      assertThat(ours.code()).as(trap + "\n" + story + "\n" + ours.err()).isEqualTo(1);
      assertThat(databases.ours()).as(trap + "\n" + story).isEqualTo(before);
      return false;
    }
    assertThat(ours.code()).as(story + "\n" + ours.err()).isEqualTo(stock);
    assertThat(databases.ours()).as(story).isEqualTo(databases.stock());
    return true;
  }

  /** Where ours refuses what the stock tool reports as a success. */
  private static String trap(String command, RandomRepository repository, List<Integer> applied) {
    for (int id : undone(command, applied)) {
      Flaw flaw = repository.scripts.get(id);
      if (flaw == null) {
        return "Trap 10: down passes over an applied migration whose script is not there.";
      }
      if (flaw == Flaw.NO_UNDO) {
        return "Trap 9: down forgets a migration that has no undo section.";
      }
    }
    return "";
  }

  /** Up again, or at an undo section that fails, the stock tool may fail on its own. */
  private static boolean reportsSuccess(
      String command, RandomRepository repository, List<Integer> applied) {
    return !command.startsWith("redo")
        && undone(command, applied).stream()
            .noneMatch(id -> repository.scripts.get(id) == Flaw.FAILS_DOWN);
  }

  private static List<Integer> undone(String command, List<Integer> applied) {
    String[] words = command.split(" ");
    int number = words.length < 2 ? 1 : Integer.parseInt(words[1]);
    List<Integer> undone = new ArrayList<>();
    for (int i = applied.size() - 1; i >= 0; i--) {
      boolean in =
          switch (words[0]) {
            case "down", "redo" -> undone.size() < number;
            case "version" -> number < 999999 && applied.get(i) > number;
            default -> false;
          };
      if (in) {
        undone.add(applied.get(i));
      }
    }
    return undone;
  }

  private static int last(List<Integer> ids) {
    return ids.get(ids.size() - 1);
  }

  private static int pick(Random random, List<Integer> ids) {
    return ids.get(random.nextInt(ids.size()));
  }

  private String[] line(String command, String environment) {
    return (command + " --path=" + folder + " --env=" + environment).split(" ");
  }

  @Test
  void theMainClassEndsWithTheSameCodes() {
    RandomRepository repository = new RandomRepository(folder, new Random(3));
    repository.mend();
    TwoDatabases databases = TwoDatabases.create(repository);
    for (String command : List.of("up 1", "version 999999", "version 1", "nonsense", "down 99")) {
      int code = StockTool.fork(line(command, databases.stockEnvironment())).code();
      assertThat(StockTool.run(line(command, databases.ourEnvironment())))
          .as(command)
          .isEqualTo(code);
    }
    assertThat(databases.ours()).isEqualTo(databases.stock());
  }
}
