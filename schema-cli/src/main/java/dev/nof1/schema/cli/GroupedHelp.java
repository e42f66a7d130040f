package dev.nof1.schema.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Help of the command itself: its commands in groups, before the options of every command. */
final class GroupedHelp implements IHelpSectionRenderer {
  private static final int INDENT = 2;
  private static final int GAP = 3;

  private GroupedHelp() {}

  /** Puts the list of commands in groups before the options. */
  static void into(CommandSpec command) {
    UsageMessageSpec usage = command.usageMessage();
    Map<String, IHelpSectionRenderer> sections = new LinkedHashMap<>(usage.sectionMap());
    sections.put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, new GroupedHelp());
    usage.sectionMap(sections);
    List<String> keys = new ArrayList<>(usage.sectionKeys());
    keys.remove(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING);
    keys.remove(UsageMessageSpec.SECTION_KEY_COMMAND_LIST);
    keys.add(
        keys.indexOf(UsageMessageSpec.SECTION_KEY_PARAMETER_LIST_HEADING),
        UsageMessageSpec.SECTION_KEY_COMMAND_LIST);
    usage.sectionKeys(keys);
    usage.optionListHeading("%nOptions of every command:%n");
  }

  /** Lists the commands without their options, for whoever has named none. */
  static String list(Help help) {
    return "Usage: "
        + help.commandSpec().name()
        + " COMMAND [OPTION]...\n"
        + new GroupedHelp().render(help);
  }

  @Override
  public String render(Help help) {
    StringBuilder text = new StringBuilder();
    for (CommandGroup group : CommandGroup.ALL) {
      text.append(help.createHeading("%n@|bold " + group.title() + ":|@%n"));
      text.append(table(help, group.commands()));
    }
    return text.toString();
  }

  private static String table(Help help, List<String> commands) {
    int width = help.commandSpec().usageMessage().width();
    int name = CommandGroup.names().stream().mapToInt(String::length).max().orElse(0);
    int names = INDENT + name + GAP;
    TextTable table =
        TextTable.forColumns(
            help.colorScheme(),
            new Column(names, INDENT, Column.Overflow.SPAN),
            new Column(width - names, 0, Column.Overflow.WRAP));
    for (String command : commands) {
      Help of = help.subcommands().get(command);
      if (of == null) {
        continue;
      }
      String[] description = of.commandSpec().usageMessage().description();
      table.addRowValues(
          help.colorScheme().commandText(command),
          help.colorScheme().ansi().new Text(first(description)));
    }
    return table.toString();
  }

  /** The first sentence: all of them would fill two screens. */
  private static String first(String... description) {
    String text = description.length == 0 ? "" : description[0];
    int end = text.indexOf(". ");
    return end < 0 ? text : text.substring(0, end + 1);
  }
}
