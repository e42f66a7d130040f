package dev.nof1.schema.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.cli.fixture.Cli;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Completion scripts in the shells that they are for. */
class CompletionTest {
  /**
   * Splits the line as readline does, an equals sign being a word, and prints what would be
   * offered.
   */
  private static final String IN_BASH =
      """
      source "$1"
      COMP_LINE=$2; COMP_POINT=${#COMP_LINE}
      mapfile -t COMP_WORDS < <(printf '%s' "$2" | sed 's/=/\\n=\\n/g; s/ /\\n/g' | sed '/^$/d')
      case $2 in *' ') COMP_WORDS+=('') ;; esac
      COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
      compopt() { :; }
      _schema_cli
      printf '%s\\n' "${COMPREPLY[@]}"
      """;

  /**
   * Types the line and a tab into a shell of its own, once its editor is there, and prints all that
   * this puts out.
   */
  private static final String IN_ZSH =
      """
      zmodload zsh/zpty
      zpty -b z zsh -f -i
      zpty -w z "unsetopt zle_bracketed_paste beep; setopt no_prompt_sp; autoload -U compinit; compinit -u -D; source '$1'; LISTMAX=1000; stty columns 200; PS1='PROM''PT> '"
      zpty -r z seen '*PROMPT> *'
      zpty -w -n z "$2"$'\\t\\C-e_''END_'
      zpty -r z seen '*_END_*'
      print -r -- "$seen"
      zpty -d z
      """;

  @TempDir private Path folder;
  private Path working;

  @BeforeEach
  void createEnvironments() throws IOException {
    working = folder;
    for (String file :
        List.of(
            "repo/environments/staging",
            "repo/environments/prod",
            "env/local",
            "shop/env/shop-test",
            "own/environments/mine")) {
      Path environment = folder.resolve(file + ".properties");
      Files.createDirectories(environment.getParent());
      Files.writeString(environment, "");
    }
    Files.createDirectories(folder.resolve("shop/src/main/resources/db/migrations"));
    Files.createDirectories(folder.resolve("own/scripts"));
  }

  @Test
  void bashCompletesCommandsAndOptions() throws Exception {
    assertThat(bash("schema-cli stat")).containsExactly("status");
    assertThat(bash("schema-cli db st")).containsExactly("start", "stop");
    assertThat(bash("schema-cli wait --t")).contains("--timeout");
    assertThat(bash("schema-cli status --format ")).containsExactly("text", "json");
    assertThat(bash("schema-cli status --format=j")).containsExactly("json");
  }

  @Test
  void bashCompletesEnvironments() throws Exception {
    assertThat(bash("schema-cli up --env=")).containsExactly("local");
    assertThat(bash("schema-cli up --env l")).containsExactly("local");
    assertThat(bash("schema-cli --path=repo up --env=")).containsExactly("prod", "staging");
    assertThat(bash("schema-cli --path repo up --env pro")).containsExactly("prod");
    assertThat(bash("schema-cli --envpath=repo/environments up --env=s"))
        .containsExactly("staging");
    assertThat(bash("schema-cli --path=nowhere up --env=")).containsExactly("");
    assertThat(bash("schema-cli --path=shop up --env=")).containsExactly("shop-test");
    assertThat(bash("schema-cli --path=nof1: up --env=")).containsExactly("local");
    working = folder.resolve("own/scripts");
    assertThat(bash("schema-cli up --env=")).containsExactly("mine");
    working = folder.resolve("shop/src/main");
    assertThat(bash("schema-cli up --env=")).containsExactly("shop-test");
  }

  @Test
  void zshCompletesCommandsOptionsAndEnvironments() throws Exception {
    assertThat(zsh("schema-cli stat")).contains("schema-cli status");
    assertThat(zsh("schema-cli db sto")).contains("schema-cli db stop");
    assertThat(zsh("schema-cli wait --ti")).contains("schema-cli wait --timeout");
    assertThat(zsh("schema-cli status --format=j")).contains("--format=json");
    assertThat(zsh("schema-cli status --format j")).contains("--format json");
    assertThat(zsh("schema-cli up --env=")).contains("--env=local");
    assertThat(zsh("schema-cli --path=repo up --env=st")).contains("--env=staging");
    assertThat(zsh("schema-cli --path repo up --env p")).contains("--env prod");
  }

  @ParameterizedTest
  @ValueSource(strings = {"schema-cli db st", "schema-cli --path=repo up --env="})
  void zshListsWhatThereIsToChoose(String line) throws Exception {
    if (line.contains("db")) {
      assertThat(zsh(line)).containsPattern("start +stop");
    } else {
      assertThat(zsh(line)).containsPattern("--env=prod +--env=staging");
    }
  }

  @Test
  void fishCompletesCommandsAndOptions() throws Exception {
    assertThat(fish("schema-cli stat")).containsExactly("status");
    assertThat(fish("schema-cli db st")).containsExactly("start", "stop");
    assertThat(fish("schema-cli up --dry")).containsExactly("--dry-run");
    assertThat(fish("schema-cli up --"))
        .contains("--dry-run", "--lock-timeout")
        .doesNotContain("--yes");
    assertThat(fish("schema-cli status --format="))
        .containsExactly("--format=json", "--format=text");
    assertThat(fish("schema-cli wait --timeout ")).isEmpty();
    assertThat(fish("schema-cli --path=re")).containsExactly("--path=repo/");
  }

  @Test
  void fishCompletesEnvironments() throws Exception {
    assertThat(fish("schema-cli up --env ")).containsExactly("local");
    assertThat(fish("schema-cli up --env=")).containsExactly("--env=local");
    assertThat(fish("schema-cli --path=repo up --env=st")).containsExactly("--env=staging");
    assertThat(fish("schema-cli --path repo up --env ")).containsExactly("prod", "staging");
    assertThat(fish("schema-cli --path=shop up --env=")).containsExactly("--env=shop-test");
    working = folder.resolve("own/scripts");
    assertThat(fish("schema-cli up --env ")).containsExactly("mine");
    working = folder.resolve("shop/src/main");
    assertThat(fish("schema-cli up --env ")).containsExactly("shop-test");
  }

  @Test
  void fishKnowsEveryCommandAndOption() {
    assertThat(Cli.in(folder).run("completion", "fish").out().lines())
        .contains(
            "complete -c schema-cli -f",
            "complete -c schema-cli -n '__fish_use_subcommand' -a 'status' -d 'Shows each migration and whether it is applied.'",
            "complete -c schema-cli -n '__fish_seen_subcommand_from db; and not __fish_seen_subcommand_from start stop url psql' -a 'stop' -d 'Stops the server that \\'db start\\' left running; its data stays.'",
            "complete -c schema-cli -n '__fish_seen_subcommand_from db; and __fish_seen_subcommand_from url' -l 'psql' -d 'As PostgreSQL\\'s own programs want it.'")
        .anyMatch(line -> line.contains("-l 'format' -x -a 'text json'"));
  }

  private List<String> bash(String line) throws Exception {
    return run("bash", List.of("/bin/bash", "-c", IN_BASH), line)
        .lines()
        .map(String::strip)
        .toList();
  }

  private String zsh(String line) throws Exception {
    return run("zsh", List.of("/usr/bin/zsh", "-fc", IN_ZSH), line);
  }

  /** The words, without their descriptions. */
  private List<String> fish(String line) throws Exception {
    String program = "source $argv[1]; complete -C $argv[2]";
    return run("fish", List.of("/usr/bin/fish", "--no-config", "-c", program), line)
        .lines()
        .map(word -> word.replaceFirst("\t.*", ""))
        .toList();
  }

  private String run(String shell, List<String> program, String line) throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(Path.of(program.get(0))), "there is no " + shell);
    Path script = folder.resolve("completion");
    Files.writeString(script, Cli.in(folder).run("completion", shell).out());
    List<String> command = new ArrayList<>(program);
    if (!shell.equals("fish")) {
      command.add(shell);
    }
    command.add(script.toString());
    command.add(line);
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(working.toFile()).redirectErrorStream(true);
    builder.environment().put("HOME", folder.toString());
    // Where there is no terminal there is none to ask either.
    builder.environment().put("TERM", "dumb");
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
