package dev.nof1.schema.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The commands of psql in a script, which no server knows. */
final class MetaCommands {
  /** Commands that a newer pg_dump writes around a dump, for psql's protection alone. */
  private static final Set<String> OF_DUMPS = Set.of("\\restrict", "\\unrestrict");

  private static final int MOST = 10;

  /** Most characters that are shown of a command. */
  static final int LONGEST = 20;

  private final List<String> others = new ArrayList<>();
  private String first = "";
  private int line;
  private int column;
  private int count;

  /** Takes note of one, with the begin of what follows it. */
  void add(String text, int atLine, int atColumn) {
    String name = text.split("\\s", 2)[0];
    if (count++ == 0) {
      first = name;
      line = atLine;
      column = atColumn;
    } else if (others.size() < MOST) {
      others.add(
          name + " in line " + atLine + (OF_DUMPS.contains(name) ? " (it can go, too)" : ""));
    }
  }

  /** Describes how to fix all of the commands, at the place of the first. */
  SqlProblemException problem() {
    String todo =
        OF_DUMPS.contains(first)
            ? " is a command of psql that a newer pg_dump writes, not SQL; the line can go"
            : " is a command of psql, not SQL; a migration is sent to the server, so write it in SQL";
    int more = count - 1 - others.size();
    String rest =
        others.isEmpty()
            ? ""
            : ". There are others: "
                + String.join(", ", others)
                + (more == 0 ? "" : " and " + more + " more");
    return new SqlProblemException(line, column, first + todo + rest);
  }
}
