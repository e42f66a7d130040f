package dev.nof1.schema.cli.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.cli.fixture.Cli;
import dev.nof1.schema.cli.fixture.ForeignRepository;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Questions about a changelog that somebody has locked are not answered, and say why. */
@Timeout(60)
class LockedChangelogTest {
  @TempDir private Path folder;

  @Test
  void questionsEndWithTheirOwnExitCode() throws SQLException {
    ForeignRepository repository = ForeignRepository.create(folder);
    repository.append("environments/development.properties", "lock_timeout=200ms\nlock_tries=2\n");
    assertThat(run("up").code()).isZero();
    try (Connection blocker =
            ForeignRepository.server().dataSource(repository.database()).getConnection();
        Statement statement = blocker.createStatement()) {
      blocker.setAutoCommit(false);
      statement.execute("LOCK TABLE changelog IN ACCESS EXCLUSIVE MODE");

      for (List<String> question :
          List.of(List.of("status"), List.of("current"), List.of("up", "--dry-run"))) {
        Cli.Result result = run(question.toArray(String[]::new));
        assertThat(result.code()).as("%s", question).isEqualTo(3);
        assertThat(result.err())
            .startsWith("schema-cli: The changelog CHANGELOG is locked by server process ")
            .contains(
                ": LOCK TABLE changelog IN ACCESS EXCLUSIVE MODE, and was not free within lock_timeout (200 ms).");
      }
      Cli.Result up = run("up");
      assertThat(up.code()).isEqualTo(1);
      assertThat(up.err()).contains("(try 1 of 2). Trying again in ", "It was tried 2 times in ");
    }
    assertThat(run("status").code()).isZero();
  }

  private Cli.Result run(String... args) {
    return Cli.in(folder)
        .run(Stream.concat(Stream.of("--path=" + folder), Stream.of(args)).toArray(String[]::new));
  }
}
