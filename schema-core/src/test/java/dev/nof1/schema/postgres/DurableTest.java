package dev.nof1.schema.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Linux names its boots; elsewhere it is hoped that the system kept what it was given. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux says which boot this is")
class DurableTest {
  @TempDir private Path cache;
  private final AtomicInteger builds = new AtomicInteger();

  @Test
  void anEntryOfThisBootIsUsed() {
    build();
    build();
    assertThat(builds).hasValue(1);
  }

  @Test
  void anEntryThatAPowerCutMayHaveEmptiedIsMadeAgain() throws Exception {
    Path entry = build();
    Files.writeString(entry.resolve("boot"), "another");
    build();
    build();
    assertThat(builds).hasValue(2);
  }

  @Test
  void anEntryThatIsOnTheDiskOutlivesTheBoot() throws Exception {
    Path entry = build();
    Durable.flushLater(entry);
    for (int i = 0; i < 1000 && !Files.exists(entry.resolve("flushed")); i++) {
      Thread.sleep(10);
    }
    Files.writeString(entry.resolve("boot"), "another");
    build();
    assertThat(builds).hasValue(1);
  }

  private Path build() {
    Path entry = cache.resolve("entry");
    BuildOnce.folder(
        entry,
        "last",
        line -> {},
        folder -> {
          builds.incrementAndGet();
          Files.createDirectory(folder.resolve("data"));
          Files.writeString(folder.resolve("data/file"), "content");
          Files.writeString(folder.resolve("last"), "");
        });
    return entry;
  }
}
