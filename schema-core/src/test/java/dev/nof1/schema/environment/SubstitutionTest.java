package dev.nof1.schema.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.ibatis.migration.VariableReplacer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubstitutionTest {

  private static final Map<String, String> VARIABLES =
      Map.of("a", "1", "empty", "", "nested", "${a}", "x}y", "braced");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain",
        "${a}",
        "-${a}-${a}${empty}-",
        "${nested}",
        "${unknown}",
        "${unknown:-x}",
        "\\${a}",
        "\\\\${a}",
        "${a\\}",
        "${x\\}y}",
        "${unknown\\}z}",
        "${",
        "${a",
        "${a} ${a",
        "${}",
        "${${a}}",
        "$a $ { } ${ a }",
      })
  void replacesWhatMybatisReplaces(String text) {
    assertThat(Substitution.replace(text, VARIABLES::get))
        .isEqualTo(new VariableReplacer(VARIABLES).replace(text));
  }
}
