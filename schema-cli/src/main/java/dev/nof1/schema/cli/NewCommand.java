package dev.nof1.schema.cli;

import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.hook.NewHooks;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code schema-cli new}. */
@Command(
    name = "new",
    description = "Creates an empty migration script and prints its path.",
    footer = {
      "",
      "Examples:",
      "  schema-cli new \"add a thing\"",
      "  schema-cli new add_a_thing --path=../other-repository"
    })
final class NewCommand implements Callable<Integer> {
  private static final DateTimeFormatter ID =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT);

  @ParentCommand private SchemaCli cli;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DESCRIPTION", arity = "1..*", description = "What it does, in words.")
  private List<String> words = List.of();

  @Override
  public Integer call() {
    String description = String.join(" ", words).strip();
    if (!description.matches("[\\p{L}\\p{N} _.,+-]{1,150}")) {
      throw new ParameterException(
          spec.commandLine(),
          "'%s' cannot become a file name: use letters, digits, spaces and _ . , + -, 150 at most."
              .formatted(description));
    }
    Workspace workspace = cli.workspace();
    NewHooks hooks = workspace.hooks().forNew();
    Path script = create(workspace.scriptFolder(), workspace.clock(), description, hooks);
    hooks.after(description, script.getFileName().toString());
    cli.console().result(script.toString());
    return ExitCode.DONE;
  }

  /** The next second is taken if this one has an id already: two ids must never be the same. */
  private static Path create(Path folder, Clock clock, String description, NewHooks hooks) {
    LocalDateTime time = LocalDateTime.now(clock);
    while (taken(folder, ID.format(time) + "_")) {
      time = time.plusSeconds(1);
    }
    Path script = folder.resolve(ID.format(time) + "_" + description.replace(' ', '_') + ".sql");
    hooks.before(description, script.getFileName().toString());
    try {
      return Files.writeString(script, template(description), StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      return create(folder, clock, description, hooks);
    } catch (IOException e) {
      throw new ConfigurationException(
          "The script " + script + " cannot be written: " + reason(e) + ".", e);
    }
  }

  private static boolean taken(Path folder, String prefix) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(f -> f.getFileName().toString().startsWith(prefix));
    } catch (IOException e) {
      throw new ConfigurationException(
          "The folder of the scripts, %s, cannot be read: %s. Create it, or name another with --path."
              .formatted(folder, reason(e)),
          e);
    }
  }

  /** What the file system says, without the names of Java's classes. */
  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "access denied";
    }
    if (e instanceof NoSuchFileException) {
      return "there is no such folder";
    }
    return e instanceof FileSystemException f && f.getReason() != null
        ? f.getReason()
        : String.valueOf(e.getMessage());
  }

  private static String template(String description) {
    return """
        -- // %s
        -- Statements that make the change go here; they and the changelog row are one transaction.


        -- //@UNDO
        -- Statements that take it back go here.

        """
        .formatted(description);
  }
}
