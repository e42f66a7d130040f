package dev.nof1.schema.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.fixture.Fuzz;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever it is given, the reader answers with statements or with a place and words; and it loses
 * nothing. Larger with the options of {@link Fuzz}.
 */
class SqlFuzzTest {
  /** Opened and not closed, as often as not. */
  private static final String[] PIECES = {
    "'",
    "'",
    "\"",
    "$$",
    "$q$",
    "$1",
    "E'",
    "U&'",
    "/*",
    "*/",
    "--",
    "-",
    "\n",
    "\r\n",
    "\r",
    " ",
    "\t",
    "\f",
    "\u000b",
    "\ufeff",
    ";",
    ";",
    "(",
    ")",
    "SELECT",
    "CREATE",
    "OR",
    "REPLACE",
    "FUNCTION",
    "PROCEDURE",
    "BEGIN",
    "ATOMIC",
    "END",
    "CASE",
    "COPY",
    "FROM",
    "STDIN",
    "\\",
    "\\d",
    "a",
    "é",
    "😀",
    "_",
    "0",
    ".",
    ",",
    ":",
    "::",
    "=",
    "\u0000",
    "$"
  };

  private static final String[] DIRECTIVES = {
    "-- //@DELIMITER x\n", "-- //@DELIMITER ;\n", "--//@delimiter $$\n", "//", "// a;\n", "x\n", "x"
  };

  @Test
  void textInPiecesIsReadOrRefusedAtAPlaceAndNothingOfItIsLost() throws IOException {
    for (int i = 0; i < Fuzz.times(30_000); i++) {
      String script = Fuzz.text(Fuzz.dice(i), 40, PIECES);
      read(script, Delimiter.SEMICOLON, true);
    }
  }

  @Test
  void directivesAndOtherDelimitersDoNotDisturbIt() throws IOException {
    for (int i = 0; i < Fuzz.times(10_000); i++) {
      Random dice = Fuzz.dice(i);
      String script =
          Fuzz.text(dice, 10, PIECES)
              + Fuzz.text(dice, 3, DIRECTIVES)
              + Fuzz.text(dice, 10, PIECES);
      read(script, new Delimiter(dice.nextBoolean() ? "GO" : ";", dice.nextBoolean()), false);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "ISO-8859-1", "UTF-16LE"})
  void bytesAreReadOrRefusedAtAPlace(String charset) throws IOException {
    for (int i = 0; i < Fuzz.times(3_000); i++) {
      byte[] bytes = Fuzz.bytes(Fuzz.dice(i), 300);
      read(new String(bytes, Charset.forName(charset)), Delimiter.SEMICOLON, false);
    }
  }

  @Test
  void aLineBreakOfAnyKindGivesTheSameStatements() throws IOException {
    for (int i = 0; i < Fuzz.times(5_000); i++) {
      String script = Fuzz.text(Fuzz.dice(i), 30, PIECES).replace("\r", "");
      assertThat(texts(script.replace("\n", "\r\n")).stream().map(s -> s.replace("\r", "")))
          .as(told(script))
          .isEqualTo(texts(script));
    }
  }

  /**
   * Statement after statement stands in the script as it was read; what is between says nothing.
   */
  private static void read(String script, Delimiter delimiter, boolean nothingIsLost)
      throws IOException {
    int end = 0;
    try (SqlReader reader = new SqlReader(new StringReader(script), delimiter, 1)) {
      for (SqlStatement s = reader.next(); s != null; s = reader.next()) {
        assertThat(s.text()).as(told(script)).isNotEmpty();
        if (nothingIsLost) {
          int at = offset(script, s.line(), s.column());
          assertThat(at).as(told(script)).isGreaterThanOrEqualTo(end);
          assertThat(blank(script.substring(at))).as(told(script)).startsWith(blank(s.text()));
          assertThat(withoutComments(script.substring(end, at))).as(told(script)).isEmpty();
          end = at + s.text().length();
        }
      }
      if (nothingIsLost) {
        assertThat(withoutComments(script.substring(end))).as(told(script)).isEmpty();
      }
    } catch (SqlProblemException e) {
      assertThat(e.getMessage()).as(told(script)).isNotBlank();
      assertThat(e.line()).as(told(script)).isBetween(1, script.split("\n", -1).length);
      assertThat(e.column()).as(told(script)).isPositive();
    }
  }

  /** What only the reader takes for space is sent as a blank. */
  private static String blank(String text) {
    return text.replace('\uFEFF', ' ').replace('\u000B', ' ');
  }

  private static List<String> texts(String script) throws IOException {
    List<String> texts = new ArrayList<>();
    try (SqlReader reader = new SqlReader(new StringReader(script), Delimiter.SEMICOLON, 1)) {
      for (SqlStatement s = reader.next(); s != null; s = reader.next()) {
        texts.add(s.text());
      }
    } catch (SqlProblemException e) {
      texts.add(e.line() + ": " + e.getMessage());
    }
    return texts;
  }

  private static int offset(String script, int line, int column) {
    int at = 0;
    for (int i = 1; i < line; i++) {
      at = script.indexOf('\n', at) + 1;
    }
    return script.offsetByCodePoints(at, column - 1);
  }

  /** Also without spaces and delimiters. */
  private static String withoutComments(String gap) {
    StringBuilder rest = new StringBuilder();
    int depth = 0;
    int i = 0;
    while (i < gap.length()) {
      if (gap.startsWith("/*", i)) {
        depth++;
        i += 2;
      } else if (depth > 0 && gap.startsWith("*/", i)) {
        depth--;
        i += 2;
      } else if (depth == 0 && gap.startsWith("--", i)) {
        while (i < gap.length() && gap.charAt(i) != '\n' && gap.charAt(i) != '\r') {
          i++;
        }
      } else {
        char c = gap.charAt(i);
        if (depth == 0 && " \t\n\r\f\u000b\ufeff;".indexOf(c) < 0) {
          rest.append(c);
        }
        i++;
      }
    }
    return rest.toString();
  }

  private static String told(String script) {
    return "seed " + Fuzz.SEED + ": " + script;
  }
}
