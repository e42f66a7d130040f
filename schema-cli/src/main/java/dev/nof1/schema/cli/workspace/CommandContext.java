package dev.nof1.schema.cli.workspace;

import dev.nof1.schema.cli.io.Console;
import dev.nof1.schema.cli.io.Invocation;
import dev.nof1.schema.cli.io.VersionText;
import java.nio.file.Path;

/**
 * Surroundings of a command: where it was started, where it writes, and which repository the
 * options name. Each command receives it when it is constructed, and knows nothing of the command
 * above it.
 */
public final class CommandContext {
  private final Invocation invocation;
  private final Console console;
  private final RepositoryOptions options;

  /**
   * Holds what is known before the command line is read.
   *
   * @param options filled in by picocli before a command runs
   */
  public CommandContext(Invocation invocation, Console console, RepositoryOptions options) {
    this.invocation = invocation;
    this.console = console;
    this.options = options;
  }

  public Invocation invocation() {
    return invocation;
  }

  public Console console() {
    return console;
  }

  public RepositoryOptions options() {
    return options;
  }

  /** Folder that relative paths of the command line are relative to. */
  public Path workingDirectory() {
    return invocation.workingDirectory();
  }

  /** Reads the environment that the options name, and shows its warnings. */
  public Workspace workspace() {
    return workspace(options);
  }

  /** Reads the environment of a repository that an argument names. */
  public Workspace workspace(Path repository, Path environments, Path scripts) {
    return workspace(options.at(repository, environments, scripts));
  }

  private Workspace workspace(RepositoryOptions options) {
    Workspace workspace = Workspace.of(options, invocation, console);
    workspace.environment().warnings().forEach(console::warn);
    if (console.verbose()) {
      console.detail("schema-cli %s, Java %s".formatted(VersionText.number(), Runtime.version()));
      console.detail(
          "Repository: %s, because %s"
              .formatted(workspace.location(), workspace.location().reason()));
      console.detail(workspace.environment().toString());
      console.detail(
          "Scripts: "
              + workspace.scripts().map(Path::toString).orElse("those that come with the program"));
    }
    return workspace;
  }
}
