package dev.nof1.schema.cli.author;

import dev.nof1.schema.cli.io.ExitCode;
import dev.nof1.schema.cli.io.Templates;
import dev.nof1.schema.cli.workspace.CommandContext;
import dev.nof1.schema.cli.workspace.Workspace;
import dev.nof1.schema.environment.MigrationsHome;
import dev.nof1.schema.environment.Substitution;
import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.error.FileTrouble;
import dev.nof1.schema.hook.NewHooks;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code schema-cli new}. */
@Command(
    name = "new",
    description = "Creates an empty migration script and prints its path.",
    footer = {
      "",
      "Examples:",
      "  schema-cli new \"add a thing\"",
      "  schema-cli new add_a_thing --idpattern=000 --template=table.sql"
    })
public final class NewCommand implements Callable<Integer> {
  private final CommandContext context;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DESCRIPTION", arity = "1..*", description = "What it does, in words.")
  private List<String> words = List.of();

  @Option(
      names = "--template",
      paramLabel = "FILE",
      description =
          "What the script starts as; the variable description in it is filled in. Default: new_command.template in $MIGRATIONS_HOME/migration.properties, or a template of our own.")
  private @Nullable Path template;

  @Option(
      names = "--idpattern",
      paramLabel = "PATTERN",
      description =
          "Numbers the script on from the newest one: 000 gives 007 after 006. Default: idpattern in $MIGRATIONS_HOME/migration.properties, or the time.")
  private @Nullable String idPattern;

  public NewCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    String description = String.join(" ", words).strip();
    if (!description.matches("[\\p{L}\\p{N} _.,+-]{1,150}")) {
      throw new ParameterException(
          spec.commandLine(),
          "'%s' cannot become a file name: use letters, digits, spaces and _ . , + -, 150 at most."
              .formatted(description));
    }
    Workspace workspace = context.workspace();
    NewHooks hooks = workspace.hooks().forNew();
    MigrationsHome home = MigrationsHome.of(context.invocation().surroundings());
    Charset charset = workspace.settings().charset();
    String text =
        template(home)
            .map(file -> filled(ScriptText.template(file, charset), description))
            .orElseGet(() -> Templates.migration(description));
    Path script = create(workspace, home, description, ScriptText.encoded(text, charset), hooks);
    hooks.after(description, script.getFileName().toString());
    context.console().result(script.toString());
    return ExitCode.DONE;
  }

  private Optional<Path> template(MigrationsHome home) {
    return template == null
        ? home.newTemplate()
        : Optional.of(context.invocation().workingDirectory().resolve(template));
  }

  private Path create(
      Workspace workspace, MigrationsHome home, String description, byte[] text, NewHooks hooks) {
    Path folder = workspace.scriptFolder();
    Supplier<String> next =
        () ->
            NewId.next(spec, idPattern, home, workspace.offline().migrations(), workspace.clock());
    try (NewScript reserved =
        NewScript.reserve(
            folder,
            next,
            id -> NewId.taken(workspace.offline().migrations(), new BigDecimal(id)))) {
      Path script = reserved.path(description.replace(' ', '_'));
      hooks.before(description, script.getFileName().toString());
      reserved.write(script, text);
      return script;
    } catch (IOException e) {
      throw new ConfigurationException(
          "The script cannot be written in %s: %s. Nothing was created."
              .formatted(folder, FileTrouble.reason(e)),
          e);
    }
  }

  /** The stock tool knows one variable here. */
  private static String filled(String template, String description) {
    return Substitution.replace(template, name -> name.equals("description") ? description : null);
  }
}
