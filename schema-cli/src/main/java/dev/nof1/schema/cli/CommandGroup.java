package dev.nof1.schema.cli;

import java.util.List;

/**
 * Group of commands, by what the user is doing.
 *
 * @param title its heading in the help
 * @param commands their names; the everyday ones come first
 */
record CommandGroup(String title, List<String> commands) {
  /** Groups in the order of the help. */
  static final List<CommandGroup> ALL =
      List.of(
          of(
              "Change a database",
              "up",
              "down",
              "redo",
              "version",
              "pending",
              "bootstrap",
              "baseline",
              "stamp",
              "repair"),
          of("Ask", "status", "current", "history", "show", "info"),
          of(
              "Write files",
              "new",
              "init",
              "import",
              "script",
              "snapshot",
              "export",
              "squash",
              "completion"),
          of("Prove", "test", "check", "verify"),
          of("Servers and databases", "db", "wait", "create-db", "drop-db"));

  private static CommandGroup of(String title, String... commands) {
    return new CommandGroup(title, List.of(commands));
  }

  /** Names of all commands, in the order of the help. */
  static List<String> names() {
    return ALL.stream().flatMap(group -> group.commands.stream()).toList();
  }
}
