package dev.nof1.schema.cli.author;

import dev.nof1.schema.cli.io.ExitCode;
import dev.nof1.schema.cli.io.Templates;
import dev.nof1.schema.cli.workspace.CommandContext;
import dev.nof1.schema.cli.workspace.RepositoryOptions;
import dev.nof1.schema.environment.Environment;
import dev.nof1.schema.environment.MigrationsHome;
import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.error.FileTrouble;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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
        "Makes a MyBatis Migrations repository in an empty folder (files such as .git do not count), and prints what it created.",
    footer = {
      "",
      "Examples:",
      "  schema-cli init migrations",
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
    Path base = given == null ? working : working.resolve(given);
    Path scripts =
        options.scriptFolder == null
            ? base.resolve("scripts")
            : working.resolve(options.scriptFolder);
    Path environments =
        options.environmentFolder == null
            ? base.resolve("environments")
            : working.resolve(options.environmentFolder);

    Map<Path, String> files = new LinkedHashMap<>();
    files.put(base.resolve("README.md"), Templates.read("README.md"));
    files.put(
        environments.resolve(options.environment + ".properties"),
        Templates.read("environment.properties"));
    files.put(scripts.resolve("bootstrap.sql"), Templates.read("bootstrap.sql"));
    files.put(scripts.resolve(id() + "_create_changelog.sql"), Templates.read("changelog.sql"));
    List<Path> folders =
        List.of(environments, scripts, base.resolve("drivers"), base.resolve("hooks"));
    try {
      refuseUnlessEmpty(base, files);
      create(folders, files, environments, scripts);
    } catch (IOException e) {
      throw new ConfigurationException(
          "The repository %s cannot be made: %s. What was created before that is still there."
              .formatted(base, FileTrouble.reason(e)),
          e);
    }
    context
        .console()
        .note(
            "Next: say in %s which database, then 'schema-cli up --path=%s'."
                .formatted(
                    environments.resolve(options.environment + ".properties"),
                    given == null ? "." : given));
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

  private static void refuseUnlessEmpty(Path base, Map<Path, String> files) throws IOException {
    List<String> there = new ArrayList<>();
    if (Files.exists(base)) {
      try (Stream<Path> entries = Files.list(base)) {
        entries
            .map(entry -> entry.getFileName().toString())
            .filter(name -> !name.startsWith("."))
            .sorted()
            .limit(3)
            .forEach(there::add);
      }
    }
    // Folders that are named by options may be elsewhere.
    files.keySet().stream()
        .filter(file -> there.isEmpty() && Files.exists(file, LinkOption.NOFOLLOW_LINKS))
        .forEach(file -> there.add(file.toString()));
    if (!there.isEmpty()) {
      throw new ConfigurationException(
          "%s is not empty (%s). Nothing was created. Name a folder that is empty or not there yet."
              .formatted(base, String.join(", ", there)));
    }
  }

  private void create(List<Path> folders, Map<Path, String> files, Path environments, Path scripts)
      throws IOException {
    for (Path one : folders) {
      Files.createDirectories(one);
    }
    for (Map.Entry<Path, String> file : files.entrySet()) {
      Charset charset =
          file.getKey().startsWith(scripts) ? scriptCharset(environments) : StandardCharsets.UTF_8;
      Files.write(
          file.getKey(),
          ScriptText.encoded(file.getValue(), charset),
          StandardOpenOption.CREATE_NEW);
      context.console().result(file.getKey().toString());
    }
  }

  /** MIGRATIONS_SCRIPT_CHAR_SET goes before what the new environment file says. */
  private Charset scriptCharset(Path environments) {
    return Environment.ofRepository(
            environments, context.options().environment, context.invocation().surroundings())
        .scriptOptions()
        .charset();
  }
}
