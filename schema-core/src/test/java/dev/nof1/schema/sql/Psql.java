package dev.nof1.schema.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.postgres.EmbeddedServer;
import dev.nof1.schema.postgres.ServerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How psql splits scripts: what it has sent, as the log of a server tells. */
final class Psql {
  private static final Pattern LEADING =
      Pattern.compile(
          "^(?:\\s+|--[^\n]*(?:\n|$)|/\\*(?:[^*/]|\\*(?!/)|/(?!\\*)|/\\*(?:[^*]|\\*(?!/))*\\*/)*\\*/)*");

  private static final Pattern COMMENT_AT_END =
      Pattern.compile("(?:\\s|--[^\n'\"$]*(?:\n|$)|/\\*[^'\"$]*\\*/)*$");

  private static final String BEGIN = "SELECT 'begin ";

  private Psql() {}

  static boolean isThere() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "psql")));
  }

  /** A server that logs every statement. */
  static EmbeddedServer server() {
    return EmbeddedServer.temporary(
        ServerSettings.defaults()
            .withParameter("log_statement", "all")
            .withParameter("log_line_prefix", ""));
  }

  /** The statements of each script, bare. Each is a file of its own: psql begins anew with each. */
  static List<List<String>> statements(EmbeddedServer server, Path folder, List<String> scripts)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "psql",
                "-X",
                "-q",
                "-h",
                server.host(),
                "-p",
                Integer.toString(server.port()),
                "-U",
                server.user(),
                "-d",
                "postgres"));
    for (int i = 0; i < scripts.size(); i++) {
      Path file = folder.resolve("script" + i + ".sql");
      Files.writeString(file, BEGIN + i + "';\n" + scripts.get(i) + "\n");
      command.addAll(List.of("-f", file.toString()));
    }
    ProcessBuilder psql = new ProcessBuilder(command);
    psql.environment().put("PGPASSWORD", server.password());
    psql.environment().put("PGCLIENTENCODING", "UTF8");
    psql.redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process = psql.start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    List<List<String>> all = logged(server.logTail(100_000));
    assertThat(all).hasSizeGreaterThanOrEqualTo(scripts.size());
    return all.subList(all.size() - scripts.size(), all.size());
  }

  /**
   * The statements in a server's log, whose later lines are indented by a tab, script by script.
   */
  private static List<List<String>> logged(String log) {
    List<List<String>> scripts = new ArrayList<>();
    List<String> statements = new ArrayList<>();
    for (String entry : log.split("\n(?!\t)")) {
      // A statement that cannot be parsed is logged only with its error.
      boolean failed = entry.startsWith("STATEMENT:  ");
      if (failed || entry.startsWith("LOG:  statement: ")) {
        String statement =
            bare(entry.replaceFirst("LOG:  statement: |STATEMENT:  ", "").replace("\n\t", "\n"));
        if (statement.startsWith(BEGIN)) {
          statements = new ArrayList<>();
          scripts.add(statements);
        } else if (!statement.isEmpty() && !(failed && isLast(statements, statement))) {
          statements.add(statement);
        }
      }
    }
    return scripts;
  }

  private static boolean isLast(List<String> statements, String statement) {
    return !statements.isEmpty() && statements.get(statements.size() - 1).equals(statement);
  }

  /**
   * Without the comments and space around it, and the semicolon behind: psql keeps some of them,
   * the driver others.
   */
  static String bare(String statement) {
    String text = statement.replace("\r", "");
    text = LEADING.matcher(text).replaceFirst("");
    String shorter = text.replaceFirst("[\\s;]+$", "");
    return COMMENT_AT_END.matcher(shorter).replaceFirst("").strip();
  }
}
