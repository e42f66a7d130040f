package dev.nof1.schema.hook;

import dev.nof1.schema.error.FailurePlace;
import dev.nof1.schema.error.FileTrouble;
import dev.nof1.schema.repository.Placeholders;
import dev.nof1.schema.repository.ScriptSettings;
import dev.nof1.schema.sql.Excerpt;
import dev.nof1.schema.sql.driver.StatementException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.ibatis.migration.VariableReplacer;
import org.apache.ibatis.migration.hook.HookContext;
import org.apache.ibatis.migration.hook.HookScript;
import org.apache.ibatis.migration.hook.MigrationHook;

/** A hook that is a file of SQL; {@code name=value} behind the file is a variable of its own. */
final class SqlHook implements HookScript {
  private final Path file;
  private final ScriptSettings settings;

  SqlHook(Path file, List<String> options, ScriptSettings settings) {
    this.file = file;
    // MyBatis puts them among the variables of all scripts; here they are the hook's alone.
    Map<String, String> variables = new HashMap<>();
    for (String option : options) {
      int sign = option.indexOf('=');
      if (sign >= 0) {
        variables.put(option.substring(0, sign), option.substring(sign + 1));
      }
    }
    this.settings = settings.with(variables);
  }

  @Override
  public void execute(Map<String, Object> bindings) {
    HookContext context = (HookContext) bindings.get(MigrationHook.HOOK_CONTEXT);
    String text = read();
    try {
      if (context != null) {
        context.executeSql(new VariableReplacer(settings.variables()).replace(text));
      }
    } catch (HookProblem e) {
      throw placed(e, text);
    }
  }

  /**
   * Shows the line as it is in the file: where a variable was replaced, the value may be a secret.
   */
  private HookProblem placed(HookProblem e, String text) {
    FailurePlace place = e.place();
    if (!(e.getCause() instanceof StatementException refused)) {
      return new HookProblem(
          new FailurePlace(file.toString(), place.line(), place.column()), e.reason(), "", e);
    }
    String line = text.lines().skip(place.line() - 1L).findFirst().orElse("");
    boolean asSent = line.contains(refused.lineAsSent());
    String excerpt = asSent ? Excerpt.of(line, offset(line, place.column())) : Excerpt.of(line);
    return new HookProblem(
        new FailurePlace(file.toString(), place.line(), asSent ? place.column() : 0),
        settings.masked(refused.reason())
            + "\n"
            + excerpt
            + settings.masked(refused.explanation())
            + Placeholders.advice(refused.reason() + refused.lineAsSent(), settings),
        e.sqlState(),
        e);
  }

  private static int offset(String line, int column) {
    int characters = line.codePointCount(0, line.length());
    return line.offsetByCodePoints(0, Math.max(0, Math.min(column - 1, characters)));
  }

  private String read() {
    try {
      return Files.readString(file, settings.charset());
    } catch (CharacterCodingException e) {
      throw HookProblem.of(
          file.toString(), new IOException("it is not " + settings.charset() + " text", e));
    } catch (IOException e) {
      throw new HookProblem(
          new FailurePlace(file.toString(), 0, 0),
          "cannot be read: " + FileTrouble.reason(e),
          "",
          e);
    }
  }
}
