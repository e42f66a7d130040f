package dev.nof1.schema.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.sql.Delimiter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values of variables are found in a text, whatever they have in common. */
class MaskTest {
  @ParameterizedTest
  @CsvSource({"short, long", "long, short", "a, b", "b, a", "x1, x2", "x2, x1"})
  void doesNotDependOnTheNamesWhereOneValueBeginsAnother(String one, String other) {
    ScriptSettings settings = settings(Map.of(one, "secret", other, "secret-tail"));

    assertThat(settings.unfilled("is secret-tail, is secret, end"))
        .isEqualTo("is ${" + other + "}, is ${" + one + "}, end");
  }

  @Test
  void coversValuesThatOverlap() {
    assertThat(settings(Map.of("a", "abcd", "b", "cdef")).unfilled("(abcdef)"))
        .isEqualTo("(${a}${b})");
    assertThat(settings(Map.of("a", "abcd", "b", "bc-d")).unfilled("(abcd)")).isEqualTo("(${a})");
  }

  @Test
  void looksForNoValueInTheNameOfAnother() {
    assertThat(settings(Map.of("password", "word-of-b", "x", "pass")).unfilled("word-of-b, pass"))
        .isEqualTo("${password}, ${x}");
  }

  @Test
  void takesTheNameThatComesFirstOfTwoWithOneValue() {
    assertThat(settings(Map.of("b", "same-value", "a", "same-value")).unfilled("same-value"))
        .isEqualTo("${a}");
  }

  @Test
  void leavesTheChangelogAndShortValues() {
    assertThat(settings(Map.of("changelog", "changelog", "a", "abc")).unfilled("changelog abc"))
        .isEqualTo("changelog abc");
  }

  @Test
  void knowsTheLinesOfAValueOfSeveral() {
    ScriptSettings settings = settings(Map.of("pem", "-----BEGIN\r\nline-two\nEND"));

    assertThat(settings.unfilled("(7, -----BEGIN\r\nline-two\nEND)")).isEqualTo("(7, ${pem})");
    assertThat(settings.unfilled("(7, -----BEGIN\n    line-two\n    END)"))
        .isEqualTo("(7, ${pem}\n    ${pem}\n    END)");
    assertThat(settings.unfilled("  line-two\n  ^")).isEqualTo("  ${pem}\n  ^");
  }

  @Test
  void knowsWhatTheServerFolds() {
    assertThat(
            settings(Map.of("fold", "AbCd-Ef"))
                .unfilled("column \"abcd-ef\" does not exist, AbCd-Ef"))
        .isEqualTo("column \"${fold}\" does not exist, ${fold}");
  }

  @Test
  void knowsWhatSqlWritesInCapitals() {
    assertThat(settings(Map.of("fold", "AbCd-Ef")).unfilled("upper: ABCD-EF, ABCDÉ"))
        .isEqualTo("upper: ${fold}, ABCDÉ");
  }

  @Test
  void knowsWhatTheServerCutsOff() {
    String value = "0123456789abcdefghij".repeat(5);
    ScriptSettings settings = settings(Map.of("long", value));

    assertThat(settings.unfilled("Failing row contains (1, " + value.substring(0, 64) + "..., 2)."))
        .isEqualTo("Failing row contains (1, ${long}..., 2).");
    assertThat(settings.unfilled("truncated to \"" + value.substring(0, 63) + "\""))
        .isEqualTo("truncated to \"${long}\"");
    assertThat(settings.unfilled("is 0123456789abc, another text"))
        .isEqualTo("is 0123456789abc, another text");
  }

  private static ScriptSettings settings(Map<String, String> variables) {
    return new ScriptSettings(StandardCharsets.UTF_8, Delimiter.SEMICOLON, variables);
  }
}
