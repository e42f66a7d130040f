package dev.nof1.schema.cli.author;

import dev.nof1.schema.cli.io.Confirmation;
import dev.nof1.schema.cli.io.Console;
import dev.nof1.schema.cli.io.ExitCode;
import dev.nof1.schema.cli.io.Ids;
import dev.nof1.schema.cli.workspace.CommandContext;
import dev.nof1.schema.cli.workspace.Workspace;
import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.error.FileTrouble;
import dev.nof1.schema.error.RepositoryException;
import dev.nof1.schema.postgres.ServerSettings;
import dev.nof1.schema.repository.Script;
import dev.nof1.schema.repository.ScriptSettings;
import dev.nof1.schema.scratch.Squash;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code schema-cli squash}. */
@Command(
    name = "squash",
    description = {
      "Replaces the scripts up to a version by one that gives the same schema and the same rows.",
      "That is proved on scratch databases before a file is touched. Databases that had applied the old ones take it as applied. The old scripts are moved into the folder squashed/ID beside it. Connects to no database."
    },
    footer = {
      "",
      "Examples:",
      "  schema-cli squash 20251101093000",
      "  schema-cli squash 20251101093000 --yes --delete    the old scripts are in git"
    })
public final class SquashCommand implements Callable<Integer> {
  private final CommandContext context;
  @Spec private CommandSpec spec;
  @Mixin private Confirmation confirmation;

  @Parameters(paramLabel = "UP_TO", description = "The id of the newest script to replace.")
  private String version = "";

  @Option(names = "--delete", description = "Deletes the old scripts instead of moving them.")
  private boolean delete;

  public SquashCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    BigDecimal upTo = Ids.parse(spec, version, "");
    Workspace workspace = context.workspace();
    context.console().note("Repository %s.".formatted(workspace.name()));
    Path folder = workspace.scriptFolder();
    if (workspace.extensions().source().isPresent()) {
      throw new RepositoryException(
          "The migrations in use come from a loader of the repository's own, and not from files, so they cannot be squashed. Nothing was changed.");
    }
    Squash squash =
        Squash.of(
            workspace.source(), workspace.settings(), workspace.environment().changelog(), upTo);
    List<Script> old = squash.replaced();
    SquashFiles files =
        new SquashFiles(
            folder,
            old.stream().map(s -> s.migration().fileName()).toList(),
            folder.resolve("squashed").resolve(newest(old).migration().version()));
    if (squash.interrupted()) {
      return putAway(files, old);
    }
    String text = squash.text();
    return proved(squash, text, workspace.settings())
        ? replace(files, old, text, workspace)
        : ExitCode.FAILED;
  }

  /** An earlier squash was interrupted, or a branch has brought back what it had put away. */
  private int putAway(SquashFiles files, List<Script> old) {
    String older = String.join(", ", files.older());
    boolean given =
        confirmation.given(
            context.invocation(),
            context.console(),
            "Migration %s was squashed from these scripts already: %s. %s?"
                .formatted(
                    newest(old).migration(),
                    older,
                    delete ? "Delete them" : "Move them into " + files.aside()));
    if (!given) {
      return ExitCode.FAILED;
    }
    if (!delete) {
      files.copyOlder();
    }
    files.removeOlder();
    String newest = newest(old).migration().fileName();
    old.subList(0, old.size() - 1)
        .forEach(s -> context.console().result("put away  " + s.migration()));
    return kept(
        files,
        old,
        "%d %s in %s already"
            .formatted(
                files.older().size(),
                files.older().size() == 1 ? "migration was" : "migrations were",
                files.folder().resolve(newest)));
  }

  private int replace(SquashFiles files, List<Script> old, String text, Workspace workspace) {
    boolean given =
        confirmation.given(
            context.invocation(),
            context.console(),
            "Replace the %d scripts up to %s by one?"
                .formatted(old.size(), newest(old).migration()));
    if (!given) {
      return ExitCode.FAILED;
    }
    if (!delete) {
      files.copy();
    }
    files.replace(text, workspace.settings().charset());
    files.removeOlder();
    return done(files, old);
  }

  private int done(SquashFiles files, List<Script> old) {
    Console console = context.console();
    old.forEach(s -> console.result("squashed  " + s.migration()));
    String newest = newest(old).migration().fileName();
    return kept(
        files,
        old,
        "%d migrations are one: %s".formatted(old.size(), files.folder().resolve(newest)));
  }

  private int kept(SquashFiles files, List<Script> old, String result) {
    Console console = context.console();
    console.result(result);
    if (Files.isDirectory(files.aside())) {
      console.note(
          "The old scripts are in %s: keep them until every database is at %s or beyond."
              .formatted(files.aside(), newest(old).migration().version()));
    }
    return ExitCode.DONE;
  }

  private boolean proved(Squash squash, String text, ScriptSettings settings) {
    Console console = context.console();
    Squash.Proof proof = tried(squash, text, settings);
    if (!proof.nondeterministic().isEmpty()) {
      console.note(
          "Note: not compared, because the old scripts write other values at each run: %s."
              .formatted(String.join(", ", proof.nondeterministic())));
    }
    if (!proof.differences().isEmpty()) {
      proof.differences().forEach(console::result);
      console.complain(
          "One script would not give what the old ones give; what differs is listed. Nothing was changed.");
      return false;
    }
    console.note(
        "On scratch databases the one script gives what the old ones give%s"
            .formatted(squash.isReversible() ? ", and undoes it." : "; it cannot be undone."));
    return true;
  }

  private Squash.Proof tried(Squash squash, String text, ScriptSettings settings) {
    try {
      Path draft = Files.createTempDirectory("schema-cli-squash");
      String name = newest(squash.replaced()).migration().fileName();
      try {
        SquashFiles.draft(draft, name, text, settings.charset());
        return squash.prove(draft, ServerSettings.defaults().withProgress(context.console()::note));
      } finally {
        Files.deleteIfExists(draft.resolve(name));
        Files.deleteIfExists(draft);
      }
    } catch (IOException e) {
      throw new ConfigurationException(
          "A temporary folder cannot be used: %s. Nothing was changed."
              .formatted(FileTrouble.reason(e)),
          e);
    }
  }

  private static Script newest(List<Script> scripts) {
    return scripts.get(scripts.size() - 1);
  }
}
