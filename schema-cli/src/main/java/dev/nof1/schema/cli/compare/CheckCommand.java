package dev.nof1.schema.cli.compare;

import dev.nof1.schema.catalog.Difference;
import dev.nof1.schema.catalog.IgnoreList;
import dev.nof1.schema.cli.io.ExitCode;
import dev.nof1.schema.cli.io.OutputFormat;
import dev.nof1.schema.cli.io.Question;
import dev.nof1.schema.cli.workspace.CommandContext;
import dev.nof1.schema.cli.workspace.Inquiry;
import dev.nof1.schema.cli.workspace.Workspace;
import dev.nof1.schema.environment.Environment;
import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.error.SchemaException;
import dev.nof1.schema.postgres.ServerSettings;
import dev.nof1.schema.repository.ScriptSettings;
import dev.nof1.schema.scratch.Drift;
import dev.nof1.schema.scratch.SchemaCheck;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code schema-cli check}. */
@Command(
    name = "check",
    description = {
      "Says whether the database is what its migrations give, or has been changed by hand.",
      "What they give is found out on a scratch database of a server that is started for this. The database itself is only read. Pending migrations are no difference, nor is what the environment's check_ignore names. Exit code 1 when something differs, 3 when that could not be found out."
    },
    footer = {
      "",
      "Examples:",
      "  schema-cli check --env=production",
      "  schema-cli check --target schema.sql    do the migrations give what this file declares?",
      "  schema-cli check --xml=target/reports    for a build server"
    })
public final class CheckCommand implements Callable<Integer>, Question {
  private final CommandContext context;
  @Mixin private OutputFormat format;
  @Mixin private SnapshotFlags flags;

  @Option(
      names = "--target",
      arity = "0..1",
      fallbackValue = "",
      paramLabel = "FILE",
      description =
          "Compare all migrations with this SQL file, which declares the whole schema, instead of with a database; connects to none (default: schema.sql beside the folder of the scripts).")
  private @Nullable Path target;

  @Option(
      names = "--xml",
      paramLabel = "PATH",
      description =
          "Writes the results as JUnit XML too: to this file, or to TEST-check.xml where it is a folder or ends with a slash.")
  private @Nullable String xml;

  public CheckCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Workspace workspace = context.workspace();
    Path file = file(workspace);
    String environment = workspace.environment().name();
    Optional<ProofXml> report =
        Optional.ofNullable(xml)
            .map(p -> new ProofXml("check", context.invocation().workingDirectory(), p));
    long began = System.nanoTime();
    Drift drift;
    try {
      drift = drift(workspace, file);
    } catch (SchemaException e) {
      if (format.json()) {
        DriftJson.inconclusive(environment, e, context.console().out());
      }
      String reason = String.valueOf(e.getMessage());
      report.ifPresent(
          r -> r.write(proofs(environment, began).inconclusive(reason), context.console()));
      throw e;
    }
    if (format.json()) {
      DriftJson.write(environment, drift, context.console().out());
    } else {
      DriftText.print(drift, file, context.console());
    }
    boolean reported =
        report
            .map(r -> r.write(proofs(environment, began).of(drift), context.console()))
            .orElse(true);
    return reported || code(drift) == ExitCode.FAILED ? code(drift) : ExitCode.UNKNOWN;
  }

  private static DriftProofs proofs(String environment, long began) {
    return new DriftProofs(environment, Duration.ofNanos(System.nanoTime() - began));
  }

  private static int code(Drift drift) {
    // What is known to differ does, whatever else could not be found out.
    return drift.none()
        ? ExitCode.DONE
        : drift.differences().isEmpty() ? ExitCode.UNKNOWN : ExitCode.FAILED;
  }

  private @Nullable Path file(Workspace workspace) {
    if (target == null || !target.toString().isEmpty()) {
      return target;
    }
    return workspace
        .schemaFile()
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "There is no schema.sql beside the folder of the scripts. Nothing was compared. Name the file: --target=FILE."));
  }

  private Drift drift(Workspace workspace, @Nullable Path file) {
    Environment environment = workspace.environment();
    SchemaCheck check =
        SchemaCheck.of(workspace.source(), workspace.settings(), environment.changelog())
            .comparing(flags.reading(environment), flags.comparing())
            .ignoring(ignoring(environment))
            .on(ServerSettings.defaults().withProgress(context.console()::note))
            // Jars in drivers/ may bring the server's programs of another major version.
            .withPrograms(workspace.extensions().classLoader());
    noteHooks(environment);
    if (file != null) {
      return masked(
          check.target(context.invocation().workingDirectory().resolve(file)),
          workspace.settings());
    }
    try (Inquiry inquiry = Inquiry.of(workspace)) {
      return inquiry
          .database()
          .map(database -> masked(check.live(database.forReading()), workspace.settings()))
          .orElseGet(() -> Drift.none(inquiry.status()));
    }
  }

  private static IgnoreList ignoring(Environment environment) {
    try {
      return environment.checkIgnore().map(IgnoreList::parse).orElse(IgnoreList.NONE);
    } catch (ConfigurationException e) {
      throw new ConfigurationException(
          "%s: check_ignore: %s".formatted(environment.origin("check_ignore"), e.getMessage()), e);
    }
  }

  /** Masks the differences: a definition may hold a secret that a script put there. */
  private static Drift masked(Drift drift, ScriptSettings settings) {
    return new Drift(
        drift.status(),
        drift.expectedMajor(),
        drift.actualMajor(),
        drift.differences().stream().map(d -> masked(d, settings)).toList(),
        drift.inconclusive().stream().map(d -> masked(d, settings)).toList(),
        drift.ignored());
  }

  private static Difference masked(Difference d, ScriptSettings settings) {
    return new Difference(
        d.change(),
        d.kind(),
        d.name(),
        d.attribute(),
        d.before().map(settings::masked),
        d.after().map(settings::masked));
  }

  private void noteHooks(Environment environment) {
    String hooks =
        environment.hooks().keySet().stream()
            .filter(key -> key.endsWith("_up"))
            .sorted()
            .collect(Collectors.joining(", "));
    if (!hooks.isEmpty()) {
      context
          .console()
          .note(
              "Note: hooks are not run on a scratch database (%s). What they change in a schema shows as a difference."
                  .formatted(hooks));
    }
  }
}
