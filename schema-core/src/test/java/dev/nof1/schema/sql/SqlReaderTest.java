package dev.nof1.schema.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SqlReaderTest {

  @Test
  void splitsAtSemicolons() {
    assertThat(split("SELECT 1; SELECT 2;")).containsExactly("SELECT 1", "SELECT 2");
  }

  @Test
  void takesTheLastStatementWithoutSemicolon() {
    assertThat(split("SELECT 1;\nSELECT 2\n")).containsExactly("SELECT 1", "SELECT 2");
  }

  @Test
  void findsNothingInBlankTextAndComments() {
    assertThat(split(" \n-- nothing;\n/* here; */ ;;\n")).isEmpty();
  }

  @Test
  void keepsSemicolonsInsideQuotes() {
    assertThat(split("SELECT 'a;''b', \"c;\"\"d\"; SELECT 2"))
        .containsExactly("SELECT 'a;''b', \"c;\"\"d\"", "SELECT 2");
  }

  @Test
  void takesABackslashInAPlainStringForItself() {
    assertThat(split("SELECT 'a\\'; SELECT 2")).containsExactly("SELECT 'a\\'", "SELECT 2");
  }

  @Test
  void takesABackslashInAnEscapeStringForAnEscape() {
    assertThat(split("SELECT E'a\\';b'; SELECT 2")).containsExactly("SELECT E'a\\';b'", "SELECT 2");
  }

  @Test
  void continuesAnEscapeStringOnTheNextLine() {
    assertThat(split("SELECT E'a' -- more\n 'b\\';c'; SELECT 2"))
        .containsExactly("SELECT E'a' -- more\n 'b\\';c'", "SELECT 2");
  }

  @Test
  void doesNotTakeANameEndingInEForAnEscapeString() {
    assertThat(split("SELECT type'a\\'; SELECT 2")).containsExactly("SELECT type'a\\'", "SELECT 2");
  }

  @Test
  void keepsDollarQuotedBodiesWhole() {
    assertThat(split("DO $x$ BEGIN; $$;$$ $y$ END $x$; SELECT $1; SELECT 2"))
        .containsExactly("DO $x$ BEGIN; $$;$$ $y$ END $x$", "SELECT $1", "SELECT 2");
  }

  @Test
  void doesNotTakeADollarInANameForAQuote() {
    assertThat(split("SELECT a$b$; SELECT c$b$;")).containsExactly("SELECT a$b$", "SELECT c$b$");
  }

  @Test
  void nestsComments() {
    assertThat(split("SELECT /* a; /* b; */ c; */ 1; SELECT 2"))
        .containsExactly("SELECT /* a; /* b; */ c; */ 1", "SELECT 2");
  }

  @Test
  void keepsParenthesesTogether() {
    assertThat(split("CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2); SELECT 3"))
        .containsExactly("CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2)", "SELECT 3");
  }

  @Test
  void keepsAtomicBodiesTogether() {
    String function =
        """
        CREATE OR REPLACE FUNCTION f(a int) RETURNS int LANGUAGE sql
        BEGIN ATOMIC
          SELECT CASE WHEN a > 1 THEN CASE a WHEN 2 THEN 1 END ELSE 3 END;
          SELECT 2;
        END""";
    assertThat(split(function + ";\nSELECT 3;")).containsExactly(function, "SELECT 3");
  }

  @Test
  void takesBeginOutsideRoutinesForAStatement() {
    assertThat(split("BEGIN; SELECT 1; END;")).containsExactly("BEGIN", "SELECT 1", "END");
  }

  @Test
  void isNotConfusedByAFunctionNamedBegin() {
    assertThat(split("CREATE FUNCTION begin() RETURNS int LANGUAGE sql AS 'SELECT 1'; SELECT 2"))
        .hasSize(2);
  }

  @Test
  void keepsThePlaceOfEachStatement() throws IOException {
    try (SqlReader reader = reader("-- one\n\n  SELECT 1;\n /* x */ SELECT\n 2;", 11)) {
      assertThat(reader.next()).extracting("line", "column").containsExactly(13, 3);
      assertThat(reader.next()).extracting("line", "column").containsExactly(14, 10);
      assertThat(reader.next()).isNull();
    }
  }

  @Test
  void countsCharactersRatherThanUtf16Units() throws IOException {
    try (SqlReader reader = reader("SELECT '😀'; SELECT 2", 1)) {
      reader.next();
      assertThat(reader.next()).extracting("column").isEqualTo(13);
    }
  }

  @Test
  void passesOverAByteOrderMark() {
    assertThat(split("\uFEFFSELECT 1;")).containsExactly("SELECT 1");
  }

  @Test
  void followsADelimiterDirective() {
    assertThat(
            split(
                "SELECT 1;\n-- //@DELIMITER $$\nCREATE FUNCTION f() AS 'a;b';\n$$\nSELECT 2;\n$$\n--//@DELIMITER ;\nSELECT 3; SELECT 4;"))
        .containsExactly(
            "SELECT 1", "CREATE FUNCTION f() AS 'a;b'", "SELECT 2", "SELECT 3", "SELECT 4");
  }

  @Test
  void takesADelimiterOnlyAtTheEndOfALine() {
    assertThat(split("-- //@DELIMITER /\nSELECT 4 / 2/\nSELECT 3\n/\n"))
        .containsExactly("SELECT 4 / 2", "SELECT 3");
  }

  @Test
  void takesAFullLineDelimiterOnlyAlone() {
    assertThat(
            split(
                new SqlReader(
                    new StringReader("SELECT 1 go\nSELECT\n go \nSELECT 2"),
                    new Delimiter("go", true),
                    1)))
        .containsExactly("SELECT 1 go\nSELECT", "SELECT 2");
  }

  @Test
  void dropsLinesThatMybatisTakesForComments() {
    assertThat(split("// a note;\nSELECT 1\n  // another;\n + 2;"))
        .containsExactly("SELECT 1\n  \n + 2");
  }

  @Test
  void refusesPsqlCommandsByName() {
    assertThatThrownBy(() -> split("SELECT 1;\n  \\i other.sql\n"))
        .isInstanceOf(SqlProblemException.class)
        .hasMessage(
            "\\i is a command of psql, not SQL; a migration is sent to the server, so write it in SQL")
        .extracting("line", "column")
        .containsExactly(2, 3);
  }

  @Test
  void refusesCopyFromStdin() {
    assertThatThrownBy(() -> split("COPY t (a, b) FROM STDIN;\n1\t2\n\\.\n"))
        .isInstanceOf(SqlProblemException.class)
        .hasMessageStartingWith("COPY … FROM STDIN needs a client that sends the rows")
        .extracting("line", "column")
        .containsExactly(1, 20);
  }

  @Test
  void refusesCopyToStdout() {
    assertThatThrownBy(() -> split("COPY t TO STDOUT;"))
        .isInstanceOf(SqlProblemException.class)
        .hasMessageStartingWith("COPY … TO STDOUT needs a client that takes the rows");
  }

  @Test
  void namesTheStartOfAQuoteThatDoesNotEnd() {
    assertThatThrownBy(() -> split("SELECT 1;\nSELECT 'abc;\n"))
        .hasMessage("this string is not closed; add '")
        .extracting("line", "column")
        .containsExactly(2, 8);
    assertThatThrownBy(() -> split("SELECT \"abc"))
        .hasMessage("this quoted name is not closed; add \"");
    assertThatThrownBy(() -> split("DO $body$ abc"))
        .hasMessage("this dollar-quoted string is not closed; add $body$");
    assertThatThrownBy(() -> split("/* a /* b */"))
        .hasMessage("this comment is not closed; add */");
  }

  @Test
  void readsAStatementLargerThanItsWindow() {
    String large = "SELECT '" + "x;".repeat(50_000) + "'";
    assertThat(split(large + ";SELECT 2")).containsExactly(large, "SELECT 2");
  }

  @Test
  void keepsPsqlFromPuttingItsVariablesIn() throws IOException {
    String slice = "SELECT a[1:USER], a[1:\"b\"], a[1:2], 1::int, ':USER', $$:USER$$ /* :USER */";
    try (SqlReader reader = reader(slice, 1)) {
      SqlStatement statement = Objects.requireNonNull(reader.next());
      assertThat(reader.textForPsql(statement))
          .isEqualTo(
              "SELECT a[1: USER], a[1: \"b\"], a[1:2], 1::int, ':USER', $$:USER$$ /* :USER */");
      assertThat(statement.text()).isEqualTo(slice);
    }
  }

  static List<String> split(String script) {
    return split(reader(script, 1));
  }

  private static List<String> split(SqlReader script) {
    try (script) {
      List<String> statements = new ArrayList<>();
      for (SqlStatement s = script.next(); s != null; s = script.next()) {
        statements.add(s.text());
      }
      return statements;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SqlReader reader(String script, int firstLine) {
    return new SqlReader(new StringReader(script), Delimiter.SEMICOLON, firstLine);
  }
}
