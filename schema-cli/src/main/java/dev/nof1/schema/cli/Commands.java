package dev.nof1.schema.cli;

import dev.nof1.schema.cli.author.InitCommand;
import dev.nof1.schema.cli.author.NewCommand;
import dev.nof1.schema.cli.author.SquashCommand;
import dev.nof1.schema.cli.compare.CheckCommand;
import dev.nof1.schema.cli.compare.SnapshotCommand;
import dev.nof1.schema.cli.compare.TestCommand;
import dev.nof1.schema.cli.compare.VerifyCommand;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The commands there are, in the order of the help. Each costs some milliseconds of every start
 * when picocli is told of it, so it is told of those on the line only.
 */
public final class Commands {
  private static final Map<String, Class<?>> ALL = new LinkedHashMap<>();

  static {
    ALL.put("up", UpCommand.class);
    ALL.put("down", DownCommand.class);
    ALL.put("redo", RedoCommand.class);
    ALL.put("version", VersionCommand.class);
    ALL.put("pending", PendingCommand.class);
    ALL.put("status", StatusCommand.class);
    ALL.put("current", CurrentCommand.class);
    ALL.put("history", HistoryCommand.class);
    ALL.put("show", ShowCommand.class);
    ALL.put("script", ScriptCommand.class);
    ALL.put("export", ExportCommand.class);
    ALL.put("verify", VerifyCommand.class);
    ALL.put("check", CheckCommand.class);
    ALL.put("snapshot", SnapshotCommand.class);
    ALL.put("test", TestCommand.class);
    ALL.put("stamp", StampCommand.class);
    ALL.put("baseline", BaselineCommand.class);
    ALL.put("repair", RepairCommand.class);
    ALL.put("squash", SquashCommand.class);
    ALL.put("new", NewCommand.class);
    ALL.put("init", InitCommand.class);
    ALL.put("bootstrap", BootstrapCommand.class);
    ALL.put("info", InfoCommand.class);
    ALL.put("wait", WaitCommand.class);
    ALL.put("create-db", CreateDbCommand.class);
    ALL.put("drop-db", DropDbCommand.class);
    ALL.put("db", DbCommand.class);
    ALL.put("completion", CompletionCommand.class);
  }

  private Commands() {}

  static Collection<String> names() {
    return ALL.keySet();
  }

  /**
   * What this line can mean: the commands it names, some of which may turn out to be values of
   * options; or all, where it names none, mistypes one, or is about the commands themselves.
   */
  public static Collection<Class<?>> on(String... args) {
    List<Class<?>> named = new ArrayList<>();
    ALL.forEach(
        (name, command) -> {
          if (Arrays.asList(args).contains(name)) {
            named.add(command);
          }
        });
    return named.isEmpty() || named.contains(CompletionCommand.class) ? ALL.values() : named;
  }
}
