package dev.nof1.schema.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.cli.fixture.Cli;
import dev.nof1.schema.cli.fixture.ForeignRepository;
import dev.nof1.schema.cli.fixture.RandomRepository;
import dev.nof1.schema.cli.fixture.StockTool;
import dev.nof1.schema.cli.fixture.TwoDatabases;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where ours differs from the stock tool on purpose, by the trap's number in the facts about it:
 * what each does with the same scripts. {@link CompatibilityTest} meets traps 9 and 10 as well.
 */
class TrapsTest {
  @TempDir private Path folder;
  private ForeignRepository files;
  private TwoDatabases databases;

  @BeforeEach
  void createRepository() {
    RandomRepository repository = new RandomRepository(folder, new Random(5));
    List.copyOf(repository.scripts.keySet()).stream()
        .filter(id -> id > 1)
        .forEach(repository::remove);
    databases = TwoDatabases.create(repository);
    files = new ForeignRepository(folder, "");
  }

  @Test
  void trap2AMissingLastSemicolonFailsAfterTheCommit() {
    files.write(
        "scripts/2_a.sql", "CREATE TABLE a (id int);\nSELECT 1\n-- //@UNDO\nDROP TABLE a;\n");

    assertThat(stock("up")).isEqualTo(1);
    assertThat(databases.stock().changelog()).hasSize(1);
    assertThat(databases.stock().catalog()).anyMatch(line -> line.startsWith("r a.id"));
    assertThat(ours("up")).isZero();
    assertThat(databases.ours().changelog()).hasSize(2);
  }

  @Test
  void trap3ASemicolonInABodyEndsTheStatement() {
    files.write(
        "scripts/2_f.sql",
        "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$\nBEGIN\n  RETURN 1;\nEND;\n$$;\n-- //@UNDO\nDROP FUNCTION f();\n");

    assertThat(stock("up")).isEqualTo(1);
    assertThat(ours("up")).isZero();
  }

  @Test
  void trap4ADelimiterLeaksIntoTheNextScript() {
    files.write(
        "scripts/2_a.sql",
        "-- //@DELIMITER |\nCREATE TABLE a (id int)|\n-- //@UNDO\nDROP TABLE a;\n");
    files.write("scripts/3_b.sql", "CREATE TABLE b (id int);\n-- //@UNDO\nDROP TABLE b;\n");

    assertThat(stock("up")).isEqualTo(1);
    assertThat(databases.stock().changelog()).hasSize(2);
    assertThat(ours("up")).isZero();
    assertThat(databases.ours().changelog()).hasSize(3);
  }

  @Test
  void trap10DownByNoneUndoesOne() {
    assertThat(stock("up") + ours("up")).isZero();

    assertThat(stock("down 0")).isZero();
    assertThat(databases.stock().changelog()).isEmpty();
    assertThat(ours("down 0")).isEqualTo(2);
    assertThat(databases.ours().changelog()).hasSize(1);
  }

  @Test
  void trap11AFolderThatIsNotThereIsAnEmptyRepository() {
    assertThat(stock("up --scriptpath=" + folder + "/nowhere")).isZero();
    assertThat(ours("up --scriptpath=" + folder + "/nowhere")).isEqualTo(1);
  }

  @Test
  void trap12TwoScriptsOfOneIdAreFoundAfterTheFirstWasApplied() {
    files.write("scripts/2_a.sql", "CREATE TABLE a (id int);\n-- //@UNDO\nDROP TABLE a;\n");
    files.write("scripts/2_b.sql", "CREATE TABLE b (id int);\n-- //@UNDO\nDROP TABLE b;\n");

    assertThat(stock("up")).isEqualTo(1);
    assertThat(databases.stock().catalog()).anyMatch(line -> line.startsWith("r b.id"));
    assertThat(ours("up")).isEqualTo(1);
    assertThat(databases.ours().catalog()).isEmpty();
  }

  /** No trap of the facts: on an empty database {@code pending} is {@code up}. */
  @Test
  void pendingNeedsNoChangelog() {
    assertThat(stock("pending")).isEqualTo(1);
    assertThat(ours("pending")).isZero();
  }

  /** No trap of the facts: {@code redo} after an older script came in applies that one instead. */
  @Test
  void redoAppliesWhatItUndid() {
    files.write("scripts/9_a.sql", "CREATE TABLE a (id int);\n-- //@UNDO\nDROP TABLE a;\n");
    assertThat(stock("up") + ours("up")).isZero();
    files.write("scripts/5_b.sql", "CREATE TABLE b (id int);\n-- //@UNDO\nDROP TABLE b;\n");

    assertThat(stock("redo") + ours("redo")).isZero();

    assertThat(databases.stock().changelog()).anyMatch(row -> row.startsWith("5 b"));
    assertThat(databases.ours().changelog()).anyMatch(row -> row.startsWith("9 a"));
  }

  private int stock(String command) {
    return StockTool.run(line(command, databases.stockEnvironment()));
  }

  private int ours(String command) {
    return Cli.in(folder).run(line(command, databases.ourEnvironment())).code();
  }

  private String[] line(String command, String environment) {
    return (command + " --path=" + folder + " --env=" + environment).split(" ");
  }
}
