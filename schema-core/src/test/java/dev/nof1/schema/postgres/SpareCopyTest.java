package dev.nof1.schema.postgres;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.postgres.files.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Copies of a cluster that are made when a JVM has ended, for the next one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SpareCopyTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir static Path cache;

  @BeforeAll
  void openToTheServersUser() throws IOException {
    Folders.mode(cache, 0755);
    Folders.create(cache.resolve("spare"));
  }

  @BeforeEach
  void oneIsThere() throws IOException {
    if (names().isEmpty()) {
      run();
    }
    assertThat(names()).hasSize(1);
  }

  @AfterAll
  void nothingIsWrittenAnyMore() {
    awaitNobody();
  }

  @Test
  void isTakenByTheNextAndReplacedWhenThatHasEnded() throws IOException {
    List<String> before = names();
    try (Jvm jvm = Jvm.start(Jvm.cacheIn(cache))) {
      jvm.awaitLine("ready");
      assertThat(names()).isEmpty();
      jvm.kill();
    }
    awaitNobody();
    assertThat(names()).hasSize(1).isNotEqualTo(before);
  }

  @Test
  void isForOneOfTwoAndOneIsLeft() throws IOException {
    try (Jvm one = Jvm.start(Jvm.cacheIn(cache));
        Jvm other = Jvm.start(Jvm.cacheIn(cache))) {
      one.awaitLine("ready");
      other.awaitLine("ready");
      one.kill();
      other.kill();
    }
    awaitNobody();
    // Both may have found none, which the next to come would use up.
    assertThat(names()).hasSizeBetween(1, 2);
    while (names().size() > 1) {
      Folders.delete(spares().get(0));
    }
  }

  @Test
  void isMadeAndNothingElseStaysWhenTheJvmIsKilled() throws IOException {
    try (Jvm jvm = Jvm.start(Jvm.cacheIn(cache))) {
      jvm.awaitLine("ready");
      jvm.kill();
    }
    awaitNobody();
    assertThat(names()).hasSize(1);
    assertThat(cache.resolve("run")).isEmptyDirectory();
  }

  @Test
  void isNotMadeForAServerThatIsClosed() throws IOException {
    try (Jvm jvm = Jvm.start(Jvm.cacheIn(cache))) {
      jvm.awaitLine("ready");
    }
    awaitNobody();
    assertThat(names()).isEmpty();
  }

  @Test
  void failsNobodyWhereItIsDamaged() throws IOException {
    Files.write(spares().get(0).resolve("global/pg_control"), new byte[0]);
    run();
    assertThat(names()).hasSize(1);
  }

  @Test
  void isDeletedUnusedWhereItIsOfAnotherBootOrOfAClusterBuiltAgain() throws IOException {
    Path spare = spares().get(0);
    String[] parts = spare.getFileName().toString().split("\\.", -1);
    Path another = spare.resolveSibling(parts[0] + ".0000." + parts[2]);
    Files.move(spare, another);
    try (Jvm jvm = Jvm.start(Jvm.cacheIn(cache))) {
      jvm.awaitLine("ready");
      assertThat(another).exists();
      jvm.kill();
    }
    awaitNobody();
    assertThat(names()).hasSize(1).doesNotContain(another.getFileName().toString());
  }

  @Test
  void leavesNothingHalfMade() throws IOException {
    Path spare = spares().get(0);
    String name = spare.getFileName().toString();
    // Of a process whose number cannot be anybody's.
    String dead = name.substring(0, name.lastIndexOf('.')) + ".999999999.new";
    Files.move(spare, spare.resolveSibling(dead));
    run();
    assertThat(names()).hasSize(1).doesNotContain(dead);
  }

  private static void run() throws IOException {
    try (Jvm jvm = Jvm.start(List.of(Jvm.cacheIn(cache).get(0), "-Dexit=true"))) {
      jvm.awaitLine("ready");
    }
    awaitNobody();
  }

  private static void awaitNobody() {
    Jvm.await(PATIENCE, "nothing runs", () -> Jvm.processesUsing(cache).isEmpty());
  }

  private static List<String> names() {
    return spares().stream().map(path -> requireNonNull(path.getFileName()).toString()).toList();
  }

  private static List<Path> spares() {
    try (Stream<Path> all = Files.list(cache.resolve("spare"))) {
      return all.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
