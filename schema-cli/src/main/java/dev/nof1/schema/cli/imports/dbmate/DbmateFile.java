package dev.nof1.schema.cli.imports.dbmate;

import dev.nof1.schema.cli.imports.foreign.Section;
import dev.nof1.schema.cli.imports.foreign.Variables;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text of a dbmate migration: blocks behind {@code -- migrate:up} and {@code -- migrate:down}, in
 * pairs of which a file has one or more.
 *
 * @see <a href="https://github.com/amacneil/dbmate#creating-migrations">dbmate: creating
 *     migrations</a>
 */
final class DbmateFile {
  /** dbmate looks for these lines wherever they stand, in a string or body too. */
  private static final Pattern BLOCK =
      Pattern.compile("(?md)^--\\s*migrate:(up|down)(?:\\s*$|\\s+\\S+.*$)");

  private static final Pattern COMMENTS_ONLY = Pattern.compile("(?:\\s*(?:--[^\\n]*)?(?:\\n|$))*");

  private final StringBuilder up = new StringBuilder();
  private final StringBuilder down = new StringBuilder();
  private boolean upOutside;
  private boolean downOutside;

  private DbmateFile() {}

  /** Says what dbmate would refuse the text for; empty where it takes it. */
  static Optional<String> problem(String text) {
    Matcher block = BLOCK.matcher(text);
    if (!block.find() || !block.group(1).equals("up")) {
      return Optional.of(
          "it has no '-- migrate:up' before anything else, and dbmate refuses it, too");
    }
    return COMMENTS_ONLY.matcher(text.substring(0, block.start())).matches()
        ? Optional.empty()
        : Optional.of("it has statements before '-- migrate:up', and dbmate refuses it, too");
  }

  static DbmateFile of(String text) {
    DbmateFile file = new DbmateFile();
    Matcher block = BLOCK.matcher(text);
    List<int[]> bounds = new ArrayList<>();
    List<String> headings = new ArrayList<>();
    while (block.find()) {
      bounds.add(new int[] {block.start(), block.end()});
      headings.add(block.group());
    }
    for (int i = 0; i < bounds.size(); i++) {
      int end = i + 1 < bounds.size() ? bounds.get(i + 1)[0] : text.length();
      file.add(headings.get(i), text.substring(bounds.get(i)[1], end));
    }
    return file;
  }

  private void add(String heading, String sql) {
    boolean outside = heading.matches(".*\\stransaction:false(?:\\s.*)?");
    if (heading.contains("migrate:up")) {
      up.append(sql);
      upOutside |= outside;
    } else {
      down.append(sql);
      downOutside |= outside;
    }
  }

  Section up() {
    return Section.of(up.toString(), upOutside, Variables.none());
  }

  Optional<Section> undo() {
    return down.isEmpty()
        ? Optional.empty()
        : Optional.of(Section.of(down.toString(), downOutside, Variables.none()));
  }
}
