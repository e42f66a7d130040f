package dev.nof1.schema.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.cli.fixture.ForeignRepository;
import dev.nof1.schema.cli.fixture.Java;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a process says whose standard output cannot be written: that it could not. */
@EnabledOnOs(OS.LINUX)
class FullDiskTest {
  private static final String NOT_WRITTEN =
      "schema-cli: the output could not be written. What was asked for is done. The answer is not complete.\n";

  @TempDir private Path folder;

  @Test
  void anAnswerThatCannotBeWrittenIsNoAnswer() throws Exception {
    ForeignRepository.create(folder);

    List<ManyCommands.Result> results =
        runAll("status", "status --format=json", "current", "history", "up --dry-run");
    assertThat(results).hasSize(5);
    for (ManyCommands.Result result : results) {
      assertThat(result.code()).as(result.command()).isEqualTo(3);
    }
    Result process = run("status");
    assertThat(process.code).isEqualTo(3);
    assertThat(process.err).endsWith(NOT_WRITTEN);
  }

  @Test
  void whatWasDoneWithoutSayingSoFails() throws Exception {
    ForeignRepository repository = ForeignRepository.create(folder);

    List<ManyCommands.Result> results =
        runAll("--help", "--version", "up --help", "completion bash", "script base head", "up");
    assertThat(results).hasSize(6);
    for (ManyCommands.Result result : results) {
      assertThat(result.code()).as(result.command()).isEqualTo(1);
      assertThat(result.err()).as(result.command()).endsWith(NOT_WRITTEN);
    }
    assertThat(run("new", "a thing").code).isEqualTo(1);
    assertThat(repository.query("SELECT count(*) FROM changelog")).containsExactly("3");
  }

  @Test
  void aReaderThatHasSeenEnoughIsNoFailure() throws Exception {
    ForeignRepository.create(folder);
    ProcessBuilder builder =
        new ProcessBuilder(java(SchemaCli.class, List.of("script", "base", "head")));
    builder.environment().put("LC_ALL", "C");

    Process process = builder.start();
    process.getInputStream().close();

    assertThat(process.getErrorStream().readAllBytes()).isEmpty();
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void aScriptThatCannotBeWrittenWholeIsNotThere() throws Exception {
    ForeignRepository.create(folder);
    List<String> line = new ArrayList<>();
    // No file may grow, as on a disk that is full.
    line.addAll(List.of("sh", "-c", "ulimit -f 0 && exec \"$@\"", "sh"));
    line.addAll(java(SchemaCli.class, List.of("new", "a thing")));

    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(output).isEqualTo(1);
    assertThat(output)
        .isEqualTo(
            "schema-cli: The script cannot be written in %s: File too large. Nothing was created.\n"
                .formatted(folder.resolve("scripts")));
    try (Stream<Path> files = Files.list(folder.resolve("scripts"))) {
      assertThat(files).hasSize(3);
    }
  }

  private record Result(int code, String err) {}

  private Result run(String... words) throws Exception {
    return run(SchemaCli.class, split(words));
  }

  private Result run(Class<?> main, List<String> words) throws Exception {
    List<String> line = java(main, words);
    Process process =
        new ProcessBuilder(line)
            .redirectOutput(new File("/dev/full"))
            .directory(folder.toFile())
            .start();
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), err);
  }

  /** One after the other in one process. */
  private List<ManyCommands.Result> runAll(String... commands) throws Exception {
    return ManyCommands.read(run(ManyCommands.class, List.of(commands)).err);
  }

  private static List<String> split(String... words) {
    return words.length == 1 ? List.of(words[0].split(" ")) : List.of(words);
  }

  private List<String> java(Class<?> main, List<String> words) {
    List<String> line = Java.command();
    line.addAll(List.of("-XX:-UsePerfData", main.getName(), "--path=" + folder));
    line.addAll(words);
    return line;
  }
}
