package dev.nof1.schema.cli;

import dev.nof1.schema.cli.io.ExitCode;
import dev.nof1.schema.cli.io.Templates;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code schema-cli completion}. */
@Command(
    name = "completion",
    description = "Prints a script that lets the shell complete commands and options.",
    footer = {
      "",
      "Examples:",
      "  source <(schema-cli completion bash)    in ~/.bashrc; zsh likewise in ~/.zshrc",
      "  schema-cli completion fish > ~/.config/fish/completions/schema-cli.fish"
    })
final class CompletionCommand implements Callable<Integer> {
  /** The shells there are scripts for; in lower case, because that is how they are typed. */
  enum Shell {
    bash,
    zsh,
    fish
  }

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "bash|zsh|fish", description = "The shell.")
  private Shell shell = Shell.bash;

  @Override
  public Integer call() {
    CommandLine root = spec.root().commandLine();
    String name = spec.root().name();
    // The one script is for both: in zsh it turns on zsh's own support for bash's completions.
    String script =
        shell == Shell.fish
            ? FishCompletion.of(spec.root())
            : AutoComplete.bash(name, root) + Templates.completion("bash.sh");
    spec.commandLine().getOut().print(script);
    return ExitCode.DONE;
  }
}
