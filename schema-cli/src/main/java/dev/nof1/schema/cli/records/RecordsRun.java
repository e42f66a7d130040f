package dev.nof1.schema.cli.records;

import dev.nof1.schema.cli.report.ConsoleListener;
import dev.nof1.schema.cli.workspace.CommandContext;
import dev.nof1.schema.cli.workspace.Database;
import dev.nof1.schema.hook.Hooks;
import dev.nof1.schema.records.Records;
import java.util.function.Function;

/** Access to a database's records which prints whatever is run to put them right. */
final class RecordsRun {
  private RecordsRun() {}

  static <T> T of(CommandContext context, Database database, Function<Records, T> work) {
    return of(context, database, Hooks.NONE, work);
  }

  static <T> T of(
      CommandContext context, Database database, Hooks hooks, Function<Records, T> work) {
    ConsoleListener listener = ConsoleListener.of(context.invocation(), context.console());
    try {
      return work.apply(database.migrations(listener, hooks).records());
    } finally {
      listener.clear();
    }
  }
}
