package dev.nof1.schema.cli.author;

import dev.nof1.schema.cli.io.ExitCode;
import dev.nof1.schema.cli.workspace.CommandContext;
import dev.nof1.schema.cli.workspace.RepositoryLayout;
import dev.nof1.schema.cli.workspace.RepositoryOptions;
import dev.nof1.schema.environment.Environment;
import dev.nof1.schema.environment.MigrationsHome;
import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.error.FileTrouble;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code schema-cli init}. */
@Command(
    name = "init",
    description =
        "Makes a MyBatis Migrations repository in an empty folder (files such as .git do not count), or in a Maven project, and prints what it created.",
    footer = {
      "",
      "Examples:",
      "  schema-cli init shop && cd shop && schema-cli new \"orders\" && schema-cli up",
      "  schema-cli init --maven    in a Maven project",
      "  schema-cli init --path=migrations --env=test --idpattern=000"
    })
public final class InitCommand implements Callable<Integer> {
  private final CommandContext context;
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      description = "The folder, created where it is missing (default: --path, or this one).")
  private @Nullable Path folder;

  @Option(
      names = "--idpattern",
      paramLabel = "PATTERN",
      description =
          "Numbers the first script 001 (for 000) instead of by the time. Default: idpattern in $MIGRATIONS_HOME/migration.properties.")
  private @Nullable String idPattern;

  @Option(
      names = "--maven",
      description =
          "In the layout of a Maven project: scripts in src/main/resources/db/migrations, environments in env/.")
  private boolean maven;

  public InitCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    RepositoryOptions options = context.options();
    if (folder != null && options.path != null) {
      throw new ParameterException(
          spec.commandLine(), "The folder is given twice: as an argument and by --path.");
    }
    Path working = context.invocation().workingDirectory();
    Path given = folder == null ? options.path : folder;
    if (given != null && given.toString().endsWith(":")) {
      throw new ParameterException(
          spec.commandLine(),
          "'%s' is no folder that a repository can be made in.".formatted(given));
    }
    Path base = given == null ? working : working.resolve(given);
    NewRepository repository =
        NewRepository.of(
            base,
            maven ? RepositoryLayout.MAVEN : RepositoryLayout.MYBATIS,
            options,
            working,
            id());
    try {
      repository.refuseUnlessEmpty();
      create(repository);
    } catch (IOException e) {
      throw new ConfigurationException(
          "The repository %s cannot be made: %s. What was created before that is still there."
              .formatted(base, FileTrouble.reason(e)),
          e);
    }
    context
        .console()
        .note(
            "Next: %s'schema-cli new \"what it does\"' and 'schema-cli up', on an embedded server until %s names another."
                .formatted(
                    given == null ? "" : "'cd " + given + "', then ", repository.environment()));
    return ExitCode.DONE;
  }

  private String id() {
    return NewId.next(
        spec,
        idPattern,
        MigrationsHome.of(context.invocation().surroundings()),
        List.of(),
        Clock.systemUTC());
  }

  private void create(NewRepository repository) throws IOException {
    for (Path one : repository.folders()) {
      Files.createDirectories(one);
    }
    for (Map.Entry<Path, String> file : repository.files().entrySet()) {
      Charset charset =
          file.getKey().startsWith(repository.scripts())
              ? scriptCharset(repository)
              : StandardCharsets.UTF_8;
      Files.write(
          file.getKey(),
          ScriptText.encoded(file.getValue(), charset),
          StandardOpenOption.CREATE_NEW);
      context.console().result(file.getKey().toString());
    }
  }

  /** MIGRATIONS_SCRIPT_CHAR_SET goes before what the new environment file says. */
  private Charset scriptCharset(NewRepository repository) {
    return Environment.ofRepository(
            repository.environment().resolveSibling("."),
            context.options().environment,
            context.invocation().surroundings())
        .scriptOptions()
        .charset();
  }
}
