package dev.nof1.schema.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nof1.schema.fixture.Fuzz;
import dev.nof1.schema.postgres.EmbeddedServer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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
    assumeTrue(
        Psql.isThere(), "psql is not installed; it comes with the package postgresql-client");
    try (EmbeddedServer server = Psql.server()) {
      List<List<String>> theirs = Psql.statements(server, folder, NASTY);
      for (int i = 0; i < NASTY.size(); i++) {
        assertThat(theirs.get(i)).as(NASTY.get(i)).isEqualTo(ours(NASTY.get(i)));
      }
    }
  }

  @Test
  void splitsRandomScriptsAsPsqlDoes() throws Exception {
    assumeTrue(
        Psql.isThere(), "psql is not installed; it comes with the package postgresql-client");
    try (EmbeddedServer server = Psql.server()) {
      for (int i = 0; i < Fuzz.times(6); i++) {
        Random dice = Fuzz.dice(i);
        List<String> scripts = new ArrayList<>();
        for (int n = 0; n < 100; n++) {
          String script = randomScript(dice);
          scripts.add(dice.nextInt(4) == 0 ? script.replace("\n", "\r\n") : script);
        }
        List<List<String>> theirs = Psql.statements(server, folder, scripts);
        for (int n = 0; n < scripts.size(); n++) {
          // The log does not tell a statement that comes twice from one that is logged twice.
          assertThat(withoutRepetitions(theirs.get(n)))
              .as("seed %d: %s", Fuzz.SEED, scripts.get(n))
              .isEqualTo(withoutRepetitions(ours(scripts.get(n))));
        }
      }
    }
  }

  @Test
  void splitsRandomScriptsAsTheDriverDoes() throws SQLException {
    Random random = new Random(Fuzz.SEED);
    for (int i = 0; i < Fuzz.times(20_000); i++) {
      String script = randomScript(random);
      List<String> theirs = new ArrayList<>();
      for (NativeQuery query : Parser.parseJdbcSql(script, true, false, true, false, false)) {
        if (!Psql.bare(query.nativeSql).isEmpty()) {
          theirs.add(Psql.bare(query.nativeSql));
        }
      }
      assertThat(SqlReaderTest.split(script).stream().map(Psql::bare).toList())
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

  private static List<String> ours(String script) {
    return SqlReaderTest.split(script).stream()
        .map(Psql::bare)
        .filter(statement -> !statement.isEmpty())
        .toList();
  }

  /** Also without blank lines: psql passes over them. */
  static List<String> withoutRepetitions(List<String> statements) {
    List<String> rest = new ArrayList<>();
    for (String line : statements) {
      String statement = line.replaceAll("\\s*\n\\s*", "\n");
      if (rest.isEmpty() || !rest.get(rest.size() - 1).equals(statement)) {
        rest.add(statement);
      }
    }
    return rest;
  }
}
