package dev.nof1.schema.cli.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.cli.SchemaCli;
import dev.nof1.schema.cli.fixture.Cli;
import dev.nof1.schema.cli.fixture.ForeignRepository;
import dev.nof1.schema.cli.fixture.Java;
import dev.nof1.schema.cli.fixture.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The nof1 schema itself: bundled or in a checkout, on the embedded server or another. */
class Nof1CommandsTest {
  @TempDir private Path folder;

  @Test
  void keepsItsEmbeddedDatabaseFromOneCommandToTheNext() {
    assertThat(Cli.nof1In(folder).run("up").code()).isZero();

    Cli.Result status = Cli.nof1In(folder).run("status");

    assertThat(status.out())
        .startsWith("Environment development: embedded PostgreSQL 18.")
        .endsWith("nof1_tracker is at 20251118083000 (make seasons fractional), head.\n");
    assertThat(folder.resolve(".nof1")).isDirectory();
  }

  @Test
  void letsTwoCommandsTakeTurns() throws Exception {
    List<Process> processes = List.of(start("up"), start("up"));

    List<String> lines = new ArrayList<>();
    for (Process process : processes) {
      lines.addAll(process.inputReader().lines().toList());
      lines.forEach(Secrets::assertNoneIn);
      assertThat(process.waitFor()).as(lines.toString()).isZero();
    }
    assertThat(lines).filteredOn(line -> line.startsWith("up ")).hasSize(3);
    assertThat(lines).filteredOn(line -> line.startsWith("Nothing to do: ")).hasSize(1);
  }

  private Process start(String... args) throws IOException {
    List<String> line = Java.command();
    line.addAll(List.of(SchemaCli.class.getName(), "--path=nof1:"));
    line.addAll(List.of(args));
    return new ProcessBuilder(line).directory(folder.toFile()).redirectErrorStream(true).start();
  }

  @Test
  void warnsOfRowsThatAnUndoLoses() {
    Cli.nof1In(folder).run("up");

    assertThat(Cli.nof1In(folder).run("down", "base").err())
        .contains(
            "Warning: undoing 20251101093000 (create initial schema) loses rows: the five tables are dropped with every row in them.\n");
  }

  @Test
  void doesNotMistakeSomeOtherEnvFolderForItsOwn() throws IOException {
    Files.createDirectories(folder.resolve("env/bin"));

    assertThat(Cli.nof1In(folder).run("current").out()).isEqualTo("base\n");
  }

  @Test
  void goesToTheServerThatTheVariablesName() {
    Cli cli =
        Cli.nof1In(folder)
            .with("NOF1_DB_HOST", "127.0.0.1")
            .with("NOF1_DB_PORT", Integer.toString(ForeignRepository.server().port()))
            .with("NOF1_DB_NAME", ForeignRepository.create(folder.resolve("other")).database())
            .with("NOF1_DB_USER", "postgres")
            .with("NOF1_DB_PASSWORD", ForeignRepository.server().password());

    assertThat(cli.run("current", "--env=production").out()).isEqualTo("base\n");
    assertThat(cli.run("up").code()).isZero();
    assertThat(cli.run("status").out()).doesNotContain("embedded");
    assertThat(folder.resolve(".nof1")).doesNotExist();
  }

  @Test
  void goesToTheServerThatDotEnvNames() throws IOException {
    Files.writeString(
        folder.resolve(".env"),
        "NOF1_DB_HOST=127.0.0.1\nNOF1_DB_PORT=1\nNOF1_DB_PASSWORD='a b\"c'\n");

    Cli.Result up = Cli.nof1In(folder).run("up");

    assertThat(up.code()).isEqualTo(1);
    assertThat(up.err()).contains("Connection to 127.0.0.1:1 refused").doesNotContain("a b\"c");
  }

  @Test
  void neverShowsAWrongPassword() {
    Cli.Result up =
        Cli.nof1In(folder)
            .with("NOF1_DB_HOST", "127.0.0.1")
            .with("NOF1_DB_PORT", Integer.toString(ForeignRepository.server().port()))
            .with("NOF1_DB_USER", "postgres")
            .with("NOF1_DB_PASSWORD", "w%r'o\"n g$")
            .run("up");

    assertThat(up.code()).isEqualTo(1);
    assertThat(up.err())
        .contains("password authentication failed for user \"postgres\" [28P01]")
        .doesNotContain("w%r'o\"n g$");
  }

  @Test
  void doesNotLetItsVariablesRedirectAnotherRepository() {
    ForeignRepository repository = ForeignRepository.create(folder.resolve("other"));

    Cli.Result current =
        Cli.nof1In(folder)
            .with("NOF1_DB_HOST", "192.0.2.1")
            .with("NOF1_DB_NAME", "production")
            .run("status", "--path=other");

    assertThat(current.out()).contains(repository.database());
  }

  @Test
  void readsTheScriptsOfACheckout() throws IOException {
    Path migrations =
        Files.createDirectories(folder.resolve("schema-core/src/main/resources/nof1/migrations"));
    Path env = Files.createDirectories(folder.resolve("env"));
    Files.writeString(env.resolve("development.properties"), "embedded=true\n");

    String created = Cli.inCheckout(folder).run("new", "first").out().strip();

    assertThat(Path.of(created)).hasParent(migrations);
    assertThat(Cli.inCheckout(folder).run("status").out())
        .endsWith("nof1_tracker is at base, 1 pending.\n");
  }

  @Test
  void cannotAddToTheBundledScripts() {
    Cli.Result result = Cli.nof1In(folder).run("new", "first");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("Name a repository of your own with --path");
  }
}
