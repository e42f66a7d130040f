package dev.nof1.schema.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nof1.schema.postgres.EmbeddedServer;
import dev.nof1.schema.postgres.ServerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.Parser;

/**
 * Two others split scripts too: psql, and the driver. Where they can be trusted, we agree with
 * them.
 */
class SplitterAgreementTest {
  /**
   * Read by psql one after the other; what a statement does, or whether it fails, does not matter.
   *
   * <p>Not among them: an E'' string continued on the next line. psql reads line by line and
   * forgets what kind of string it was in; the server does not, and we follow the server.
   */
  private static final List<String> NASTY =
      List.of(
          "SELECT 1; SELECT 2;SELECT 3",
          "SELECT 'a;b', 'it''s;', \"q;\"\"q\" ;SELECT 2;",
          "SELECT 'back\\'; SELECT 2;",
          "SELECT E'back\\';still'; SELECT 2;",
          "SELECT E'a' 'b\\'; SELECT 2;",
          "SELECT 'a'\n'b\\'; SELECT 2;",
          "SELECT U&'d\\0061t;\\'; SELECT U&\"d;a\"; SELECT B'1;'; SELECT X'1;'; SELECT N'n;';",
          "SELECT $$a;b$$, $x$ $$;$$ $y$; $x$; SELECT 2;",
          "DO $body$ BEGIN PERFORM 1; PERFORM $q$;$q$; END $body$; SELECT 2;",
          "SELECT a$b$; SELECT c$b$; SELECT $1; SELECT 1$a$;$a$; SELECT é$x$;",
          "SELECT $é$;$é$; SELECT $_1$;$_1$; SELECT $1a$;",
          "SELECT /* a; /* nested; */ b; */ 1; SELECT 2 -- end;\n; SELECT 3;",
          "SELECT 1 --no newline;",
          "SELECT 5--3;\n; SELECT 5-/**/-3; SELECT 2*/**/3; SELECT 1 @-- c;\n 2;",
          "CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT ');'; SELECT 3); SELECT 2;",
          "SELECT (1; SELECT 2); SELECT ); SELECT 3;",
          "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END; SELECT 2;",
          "CREATE OR REPLACE FUNCTION f(a int) RETURNS int LANGUAGE sql\nBEGIN ATOMIC\n SELECT CASE WHEN a > 1 THEN CASE a WHEN 2 THEN 1 END ELSE 3 END;\nSELECT 1;\nEND;\nSELECT 2;",
          "CREATE PROCEDURE p() LANGUAGE sql BEGIN ATOMIC INSERT INTO t VALUES (CASE WHEN true THEN 1 END); END; SELECT 2;",
          "create function f() returns int begin atomic; select 1; end; select 2;",
          "CREATE FUNCTION f() RETURNS int AS 'BEGIN; END;' LANGUAGE plpgsql; SELECT 2;",
          "CREATE VIEW v AS SELECT CASE WHEN true THEN 1 END AS e; SELECT 2;",
          ";;; SELECT 1;; ;SELECT 2",
          "SELECT '\n;\n'; SELECT \"\n;\n\"; SELECT 2;",
          "SELECT 1;\r\nSELECT\r\n2;\r\n",
          "SELECT 'тест;😀'; SELECT 2;",
          "SELECT '{}'::jsonb ? 'a'; SELECT 'a' ~ '\\;'; SELECT ARRAY[1;2]; SELECT 2;",
          "SELECT 1 AS \"select;\"; SELECT 1e5; SELECT 1_000; SELECT 0x1F; SELECT .5;",
          "INSERT INTO t VALUES ('a', E'\\\\'); SELECT 2;");

  @TempDir private Path folder;

  @Test
  void splitsANastyCorpusAsPsqlDoes() throws Exception {
    assumeTrue(hasPsql(), "psql is not installed; it comes with the package postgresql-client");
    try (EmbeddedServer server =
        EmbeddedServer.temporary(
            ServerSettings.defaults()
                .withParameter("log_statement", "all")
                .withParameter("log_line_prefix", ""))) {
      for (int i = 0; i < NASTY.size(); i++) {
        String begin = "SELECT 'begin " + i + "'";
        // What a lost quote swallows must not reach the next script: psql reads each from its own
        // file.
        psql(server, begin + ";\n" + NASTY.get(i) + "\n");
        assertThat(loggedAfter(server.logTail(10_000), begin))
            .as(NASTY.get(i))
            .containsExactlyElementsOf(
                SqlReaderTest.split(NASTY.get(i)).stream()
                    .map(SplitterAgreementTest::bare)
                    .toList());
      }
    }
  }

  @Test
  void splitsRandomScriptsAsTheDriverDoes() throws SQLException {
    Random random = new Random(20261122);
    for (int i = 0; i < 20_000; i++) {
      String script = randomScript(random);
      List<String> theirs = new ArrayList<>();
      for (NativeQuery query : Parser.parseJdbcSql(script, true, false, true, false, false)) {
        if (!bare(query.nativeSql).isEmpty()) {
          theirs.add(bare(query.nativeSql));
        }
      }
      assertThat(SqlReaderTest.split(script).stream().map(SplitterAgreementTest::bare).toList())
          .as(script)
          .isEqualTo(theirs);
    }
  }

  /** Pieces that are closed in themselves, so that the driver's parser can be trusted with them. */
  private static String randomScript(Random random) {
    List<String> pieces =
        List.of(
            "a",
            "SELECT",
            "CREATE",
            "FUNCTION",
            "CASE",
            "END",
            " ",
            " ",
            "\n",
            "1",
            "+",
            "-- c;\n",
            "/* ; */",
            "/* /* ; */ ; */",
            "'a;'",
            "'\\'",
            "E'\\';' ::text",
            "\"b;\"",
            "$$;$$",
            "$q$ ; $$ $q$",
            "(",
            ")",
            "(x;y)",
            ";",
            ";",
            "$1",
            "é",
            "a$b",
            "''''",
            ",",
            "::",
            "[1]");
    // The driver does not see an E'' string at the very start.
    StringBuilder script = new StringBuilder("SELECT ");
    int open = 0;
    for (int i = random.nextInt(30); i >= 0; i--) {
      String piece = pieces.get(random.nextInt(pieces.size()));
      if (piece.equals(")") && open == 0) {
        continue;
      }
      open += piece.equals("(") ? 1 : piece.equals(")") ? -1 : 0;
      // Neighbours must not grow together: a word and a dollar quote, two strings, two operators.
      script.append(piece).append(random.nextInt(3) == 0 ? "\n" : " ");
    }
    return script.append(")".repeat(open)).toString();
  }

  private void psql(EmbeddedServer server, String script) throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("script.sql"), script);
    ProcessBuilder psql =
        new ProcessBuilder(
            "psql",
            "-X",
            "-q",
            "-h",
            server.host(),
            "-p",
            Integer.toString(server.port()),
            "-U",
            server.user(),
            "-f",
            file.toString(),
            "postgres");
    psql.environment().put("PGPASSWORD", server.password());
    psql.environment().put("PGCLIENTENCODING", "UTF8");
    psql.redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process = psql.start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
  }

  /** The statements in a server's log, whose later lines are indented by a tab. */
  private static List<String> loggedAfter(String log, String begin) {
    List<String> statements = new ArrayList<>();
    for (String entry : log.split("\n(?!\t)")) {
      // A statement that cannot be parsed is logged only with its error.
      boolean failed = entry.startsWith("STATEMENT:  ");
      if (failed || entry.startsWith("LOG:  statement: ")) {
        String statement =
            bare(entry.replaceFirst("LOG:  statement: |STATEMENT:  ", "").replace("\n\t", "\n"));
        if (statement.equals(begin)) {
          statements.clear();
        } else if (!statement.isEmpty() && !(failed && isLast(statements, statement))) {
          statements.add(statement);
        }
      }
    }
    return statements;
  }

  private static boolean isLast(List<String> statements, String statement) {
    return !statements.isEmpty() && statements.get(statements.size() - 1).equals(statement);
  }

  /**
   * Without the comments and space around it, and the semicolon behind: psql keeps some of them,
   * the driver others.
   */
  private static String bare(String statement) {
    String text = statement.replace("\r", "");
    text = LEADING.matcher(text).replaceFirst("");
    String shorter = text.replaceFirst("[\\s;]+$", "");
    return COMMENT_AT_END.matcher(shorter).replaceFirst("").strip();
  }

  private static final Pattern LEADING =
      Pattern.compile(
          "^(?:\\s+|--[^\n]*(?:\n|$)|/\\*(?:[^*/]|\\*(?!/)|/(?!\\*)|/\\*(?:[^*]|\\*(?!/))*\\*/)*\\*/)*");

  private static final Pattern COMMENT_AT_END =
      Pattern.compile("(?:\\s|--[^\n'\"$]*(?:\n|$)|/\\*[^'\"$]*\\*/)*$");

  private static boolean hasPsql() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "psql")));
  }
}
