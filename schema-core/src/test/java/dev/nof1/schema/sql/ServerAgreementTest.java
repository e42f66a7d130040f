package dev.nof1.schema.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nof1.schema.fixture.Fuzz;
import dev.nof1.schema.fixture.TestServer;
import dev.nof1.schema.postgres.EmbeddedServer;
import dev.nof1.schema.sql.driver.SessionPremise;
import dev.nof1.schema.sql.driver.StatementException;
import dev.nof1.schema.sql.driver.StatementRunner;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.core.CachedQuery;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.SqlCommand;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.jdbc.PgStatement;

/**
 * The server is the judge: a text that it reads as one statement is one statement of ours, reaches
 * it as such through the driver, and is one for psql in the form that is written for that.
 */
class ServerAgreementTest {
  private static final String SYNTAX_ERROR = "42601";

  /** What is read as SQL, but names what is not there, or has the wrong type. */
  private static final String READ = "42";

  private static final String[] GAPS = {
    " ",
    " ",
    " ",
    "\n",
    "\r\n",
    "\t",
    "/* ; */",
    "/*/ ; */",
    "/* /* ' */ ; */",
    "-- ;'\n",
    "/*/*/;*/;*/"
  };

  private static final String[] VALUES = {
    "'a;'",
    "'it''s;'",
    "'back\\'",
    "E'a\\';b'",
    "e'\\\\'",
    "E'a'\n'b\\'c; d'",
    "E'a' -- c;'\n  '\\\\;'",
    "E'a'\n'b'\r\n'\\';'",
    "'a'\n'b\\'",
    "U&'d\\0061;'",
    "U&'!;' UESCAPE '@'",
    "N'n;'",
    "$$a;b$$",
    "$q$;$$'$q$",
    "$é$;$é$",
    "1",
    "1.5",
    ".5",
    "NULL",
    "(SELECT 'x;')",
    "CASE WHEN true THEN 'a;' END",
    "CASE 1 WHEN 2 THEN CASE WHEN false THEN 'b' END ELSE 'c' END",
    "begin",
    "s.end",
    "s.case",
    "s . begin",
    "atomic",
    "ARRAY['a;'][1:1]",
    "$1.end"
  };

  private static final String[] LABELS = {
    "",
    "",
    "",
    " AS \"l;\"",
    " AS end",
    " AS case",
    " AS begin",
    " end",
    " case",
    " begin",
    " l$x",
    " é"
  };

  private static final String[] STRAY = {
    ";", "'", "\"", "$$", "/*", "*/", "--", "(", ")", "E'", "END", "\n"
  };

  private static final String FUNCTION =
      "CREATE FUNCTION %s(s span) RETURNS text LANGUAGE sql BEGIN ATOMIC %s END";

  @TempDir private Path folder;

  @Test
  void whatTheServerReadsWholeIsOneStatementThroughTheDriver() throws Exception {
    int tries = Fuzz.times(1_000);
    int read = 0;
    try (Connection connection = spans(TestServer.server(), TestServer.createDatabase())) {
      for (int i = 0; i < tries; i++) {
        String text = text(Fuzz.dice(i));
        String outcome = whole(connection, text);
        if (isRead(outcome)) {
          read++;
          String told = "seed %d: %s".formatted(Fuzz.SEED, text);
          List<SqlStatement> ours = split(text);
          assertThat(ours).as(told).hasSizeLessThanOrEqualTo(1);
          for (SqlStatement s : ours) {
            assertThat(text).as(told).contains(s.text());
            assertThat(throughTheDriver(connection, s)).as(told).isEqualTo(outcome);
          }
        }
      }
    }
    assertThat(read).as("texts that the server could read").isGreaterThan(tries / 3);
  }

  @Test
  void whatTheServerReadsWholeIsOneStatementForPsql() throws Exception {
    assumeTrue(
        Psql.isThere(), "psql is not installed; it comes with the package postgresql-client");
    try (EmbeddedServer server = Psql.server();
        Connection connection = spans(server, "postgres")) {
      for (int batch = 0; batch < Fuzz.times(3); batch++) {
        List<String> scripts = new ArrayList<>();
        List<List<String>> ours = new ArrayList<>();
        for (int i = 0; scripts.size() < 100; i++) {
          String text = text(Fuzz.dice(1_000 * batch + i));
          if (isRead(whole(connection, text)) && !split(text).isEmpty()) {
            String forPsql = forPsql(text);
            scripts.add(forPsql + "\n;\nSELECT 'end';");
            ours.add(List.of(Psql.bare(forPsql), "SELECT 'end'"));
          }
        }
        List<List<String>> theirs = Psql.statements(server, folder, scripts);
        for (int i = 0; i < scripts.size(); i++) {
          assertThat(SplitterAgreementTest.withoutRepetitions(theirs.get(i)))
              .as("seed %d: %s", Fuzz.SEED, scripts.get(i))
              .isEqualTo(SplitterAgreementTest.withoutRepetitions(ours.get(i)));
        }
      }
    }
  }

  private static Connection spans(EmbeddedServer server, String database) throws SQLException {
    Connection connection = server.dataSource(database).getConnection();
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE span (\"end\" text, \"case\" text, begin text, atomic text)");
    }
    connection.setAutoCommit(false);
    return connection;
  }

  private static String text(Random dice) {
    StringBuilder text = new StringBuilder();
    switch (dice.nextInt(3)) {
      case 0 -> text.append(select(dice));
      case 1 ->
          text.append(
              FUNCTION.formatted(
                  dice.nextBoolean() ? "f" : "begin",
                  select(dice) + ";" + gap(dice) + select(dice) + gap(dice) + ";" + gap(dice)));
      default ->
          text.append(
              "CREATE OR REPLACE FUNCTION g(begin text, s span) RETURNS text LANGUAGE sql RETURN "
                  + one(dice, VALUES));
    }
    if (dice.nextInt(3) == 0) {
      text.insert(dice.nextInt(text.length()), one(dice, STRAY));
    }
    return text.toString();
  }

  private static String select(Random dice) {
    StringBuilder select = new StringBuilder("SELECT");
    for (int i = dice.nextInt(3); i >= 0; i--) {
      select.append(gap(dice)).append(one(dice, VALUES)).append(gap(dice));
      select.append(one(dice, LABELS)).append(gap(dice)).append(i > 0 ? "," : "");
    }
    return select + "FROM" + gap(dice) + "span s";
  }

  private static String gap(Random dice) {
    return " " + one(dice, GAPS);
  }

  private static String one(Random dice, String[] choice) {
    return choice[dice.nextInt(choice.length)];
  }

  private static boolean isRead(String outcome) {
    return outcome.isEmpty() || (outcome.startsWith(READ) && !outcome.equals(SYNTAX_ERROR));
  }

  /** The text as it is in one message: what the server says of it, empty where it is content. */
  private static String whole(Connection connection, String text) throws SQLException {
    try (PgStatement statement = connection.createStatement().unwrap(PgStatement.class)) {
      NativeQuery query = new NativeQuery(text, new int[0], false, SqlCommand.BLANK);
      statement.executeWithFlags(
          new CachedQuery(
              text,
              connection.unwrap(PgConnection.class).getQueryExecutor().wrap(List.of(query)),
              false),
          0);
      return "";
    } catch (SQLException e) {
      return String.valueOf(e.getSQLState());
    } finally {
      connection.rollback();
    }
  }

  private static String throughTheDriver(Connection connection, SqlStatement statement)
      throws SQLException {
    try {
      new StatementRunner(connection, SessionPremise.UTC, notice -> {}).run(statement);
      return "";
    } catch (StatementException e) {
      return e.sqlState();
    } finally {
      connection.rollback();
    }
  }

  private static List<SqlStatement> split(String text) throws IOException {
    List<SqlStatement> statements = new ArrayList<>();
    try (SqlReader reader = reader(text)) {
      for (SqlStatement s = reader.next(); s != null; s = reader.next()) {
        statements.add(s);
      }
    }
    return statements;
  }

  private static String forPsql(String text) throws IOException {
    try (SqlReader reader = reader(text)) {
      return reader.textForPsql(Objects.requireNonNull(reader.next()));
    }
  }

  private static SqlReader reader(String text) {
    return new SqlReader(new StringReader(text), Delimiter.SEMICOLON, 1);
  }
}
