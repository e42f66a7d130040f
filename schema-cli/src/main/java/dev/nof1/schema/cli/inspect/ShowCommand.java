package dev.nof1.schema.cli.inspect;

import dev.nof1.schema.cli.io.ExitCode;
import dev.nof1.schema.cli.io.Ids;
import dev.nof1.schema.cli.io.Json;
import dev.nof1.schema.cli.io.OutputFormat;
import dev.nof1.schema.cli.io.Question;
import dev.nof1.schema.cli.workspace.CommandContext;
import dev.nof1.schema.cli.workspace.Inquiry;
import dev.nof1.schema.cli.workspace.Workspace;
import dev.nof1.schema.error.FileTrouble;
import dev.nof1.schema.error.RepositoryException;
import dev.nof1.schema.plan.MigrationStatus;
import dev.nof1.schema.repository.Direction;
import dev.nof1.schema.repository.Script;
import dev.nof1.schema.repository.ScriptDirectives;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code schema-cli show}. */
@Command(
    name = "show",
    description =
        "Shows one migration: where its script is, whether it is applied, and both sections as they stand in the file.",
    footer = {
      "",
      "Examples:",
      "  schema-cli show 20251101090000",
      "  schema-cli show 20251101090000 --format json"
    })
public final class ShowCommand implements Callable<Integer>, Question {
  private final CommandContext context;
  @Spec private CommandSpec spec;
  @Mixin private OutputFormat format;

  @Parameters(paramLabel = "ID", description = "The number its file name starts with.")
  private String version = "";

  public ShowCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    BigDecimal id = Ids.parse(spec, version, "");
    Workspace workspace = context.workspace();
    Optional<Script> script =
        workspace.source().scripts(workspace.settings()).stream()
            .filter(s -> s.migration().id().compareTo(id) == 0)
            .findFirst();
    try (Inquiry inquiry = Inquiry.of(workspace)) {
      Optional<MigrationStatus> status =
          inquiry.status().migrations().stream()
              .filter(m -> m.migration().id().compareTo(id) == 0)
              .findFirst();
      if (status.isEmpty()) {
        context
            .console()
            .complain(
                "there is no migration with the id %s. 'status' lists the ids.".formatted(version));
        return ExitCode.FAILED;
      }
      MigrationDetails shown = shown(status.get(), script);
      if (format.json()) {
        Json.print(context.console().out(), shown::write);
      } else {
        shown.print(context.console());
      }
    }
    return ExitCode.DONE;
  }

  private static MigrationDetails shown(MigrationStatus status, Optional<Script> found) {
    if (found.isEmpty()) {
      return MigrationDetails.withoutScript(status);
    }
    Script script = found.get();
    ScriptDirectives directives = script.directives();
    try {
      return new MigrationDetails(
          status,
          Optional.of(script.location()),
          Optional.of(directives),
          script.section(Direction.UP),
          script.section(Direction.DOWN));
    } catch (IOException e) {
      throw new RepositoryException(
          "The script %s cannot be read: %s.".formatted(script.location(), FileTrouble.reason(e)),
          e);
    }
  }
}
