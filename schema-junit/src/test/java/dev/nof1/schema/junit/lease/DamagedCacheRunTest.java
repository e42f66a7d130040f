package dev.nof1.schema.junit.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.junit.MigratedDatabase;
import dev.nof1.schema.junit.fixture.Kit;
import dev.nof1.schema.junit.fixture.TestJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests pass on a cache that was damaged, also where the server itself starts all the same. */
@Timeout(120)
class DamagedCacheRunTest {
  @TempDir private static Path cache;

  @BeforeAll
  static void fill() throws Exception {
    TestJvm.giveServer(cache);
  }

  /** Those of databases: postgres, and our template. */
  @ParameterizedTest
  @ValueSource(strings = {"5", "16384"})
  void testsPassWhereADatabaseOfTheCachedClusterIsGone(String oid) throws Exception {
    assertThat(run(Asking.class)).contains("passed 1 of 1");
    List<Path> gone = new ArrayList<>();
    try (Stream<Path> all = Files.walk(cache.resolve("clusters"), 4)) {
      all.filter(path -> path.toString().matches(".*-[0-9a-f]{32}/data/base/" + oid))
          .forEach(gone::add);
    }
    assertThat(gone).isNotEmpty();
    for (Path each : gone) {
      delete(each);
    }
    // A copy that was made before the damage has all that is gone.
    delete(cache.resolve("spare"));
    List<String> said = run(Asking.class);
    assertThat(said).contains("passed 1 of 1");
    assertThat(said).filteredOn(line -> line.contains("it is built again")).hasSize(1);
    assertThat(run(Asking.class))
        .contains("passed 1 of 1")
        .noneMatch(line -> line.contains("it is built again"));
  }

  private static List<String> run(Class<?>... classes) throws Exception {
    try (TestJvm jvm = TestJvm.start(cache, List.of(), classes)) {
      return jvm.output();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  @MigratedDatabase
  static class Asking {
    @Test
    void asks(DataSource database) throws SQLException {
      Kit.one(database, "SELECT count(*) FROM seasons");
    }
  }
}
