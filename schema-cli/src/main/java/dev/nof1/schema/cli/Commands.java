package dev.nof1.schema.cli;

import dev.nof1.schema.cli.author.InitCommand;
import dev.nof1.schema.cli.author.NewCommand;
import dev.nof1.schema.cli.author.SquashCommand;
import dev.nof1.schema.cli.compare.CheckCommand;
import dev.nof1.schema.cli.compare.SnapshotCommand;
import dev.nof1.schema.cli.compare.TestCommand;
import dev.nof1.schema.cli.compare.VerifyCommand;
import dev.nof1.schema.cli.imports.ImportCommand;
import dev.nof1.schema.cli.inspect.CurrentCommand;
import dev.nof1.schema.cli.inspect.HistoryCommand;
import dev.nof1.schema.cli.inspect.InfoCommand;
import dev.nof1.schema.cli.inspect.ShowCommand;
import dev.nof1.schema.cli.inspect.StatusCommand;
import dev.nof1.schema.cli.migrate.BootstrapCommand;
import dev.nof1.schema.cli.migrate.DownCommand;
import dev.nof1.schema.cli.migrate.ExportCommand;
import dev.nof1.schema.cli.migrate.PendingCommand;
import dev.nof1.schema.cli.migrate.RedoCommand;
import dev.nof1.schema.cli.migrate.ScriptCommand;
import dev.nof1.schema.cli.migrate.UpCommand;
import dev.nof1.schema.cli.migrate.VersionCommand;
import dev.nof1.schema.cli.records.BaselineCommand;
import dev.nof1.schema.cli.records.RepairCommand;
import dev.nof1.schema.cli.records.StampCommand;
import dev.nof1.schema.cli.server.CreateDbCommand;
import dev.nof1.schema.cli.server.DbCommand;
import dev.nof1.schema.cli.server.DropDbCommand;
import dev.nof1.schema.cli.server.WaitCommand;
import dev.nof1.schema.cli.workspace.CommandContext;
import java.util.Arrays;
import java.util.List;

/**
 * Table of the commands; {@link CommandGroup} has their order. Each costs some milliseconds of
 * every start when picocli reads it, so picocli is given those on the line only.
 */
final class Commands {
  private static final List<String> NAMES = CommandGroup.names();

  private Commands() {}

  static List<String> names() {
    return NAMES;
  }

  /**
   * Names that a line can mean: the commands it names, some of which may turn out to be values of
   * options; or all, where it names none, mistypes one, or is about the commands themselves.
   */
  static List<String> on(String... args) {
    List<String> typed = Arrays.asList(args);
    List<String> named = NAMES.stream().filter(typed::contains).toList();
    return named.isEmpty() || named.contains("completion") ? NAMES : named;
  }

  /**
   * Constructs a command, without reflection and without a look at the classes of the others.
   *
   * @return an annotated command, or a command line that has commands of its own
   */
  static Object command(String name, CommandContext context) {
    return switch (name) {
      case "up" -> new UpCommand(context);
      case "down" -> new DownCommand(context);
      case "redo" -> new RedoCommand(context);
      case "version" -> new VersionCommand(context);
      case "pending" -> new PendingCommand(context);
      case "status" -> new StatusCommand(context);
      case "current" -> new CurrentCommand(context);
      case "history" -> new HistoryCommand(context);
      case "show" -> new ShowCommand(context);
      case "script" -> new ScriptCommand(context);
      case "export" -> new ExportCommand(context);
      case "verify" -> new VerifyCommand(context);
      case "check" -> new CheckCommand(context);
      case "snapshot" -> new SnapshotCommand(context);
      case "test" -> new TestCommand(context);
      case "stamp" -> new StampCommand(context);
      case "baseline" -> new BaselineCommand(context);
      case "repair" -> new RepairCommand(context);
      case "squash" -> new SquashCommand(context);
      case "new" -> new NewCommand(context);
      case "init" -> new InitCommand(context);
      case "import" -> new ImportCommand(context);
      case "bootstrap" -> new BootstrapCommand(context);
      case "info" -> new InfoCommand(context);
      case "wait" -> new WaitCommand(context);
      case "create-db" -> new CreateDbCommand(context);
      case "drop-db" -> new DropDbCommand(context);
      case "db" -> DbCommand.line(context);
      case "completion" -> new CompletionCommand();
      default -> throw new IllegalArgumentException(name);
    };
  }
}
