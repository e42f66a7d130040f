package dev.nof1.schema.cli.imports.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.cli.fixture.ForeignRepository;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A server reads the text as it read the original. */
class MybatisTextTest {
  @TempDir private static Path folder;
  private static ForeignRepository repository;

  @BeforeAll
  static void createDatabase() {
    repository = ForeignRepository.create(folder);
  }

  @ParameterizedTest
  @MethodSource("strings")
  void keepsEachString(String sql) {
    String text = MybatisText.of(sql);

    assertThat(text).isNotEqualTo(sql).doesNotContain("\r");
    assertThat(repository.query(text)).isEqualTo(repository.query(sql));
  }

  static Stream<String> strings() {
    return Stream.of(
        "SELECT '\n-- //@UNDO\n'",
        "SELECT 'it''s \\ \r\n-- //@UNDO \\r'",
        "SELECT E'it\\'s ''\\\\ \\t\n-- //@UNDO\n'",
        "SELECT $$\n-- //@UNDO 'a' \\ $a$ \n$$",
        "SELECT $a$\n// undo\n $$ \r \r\n$a$",
        "SELECT 'one'\r\n'two'\n 'three'",
        "SELECT 'a' || '\n-- @ delimiter x' || $$\n# @undo$$ || 'b'",
        "SELECT '\n/* @NO_TRANSACTION */' -- '",
        "SELECT 'x', /* it's */ '\n-- @LOSSY a@b // c'",
        "SELECT \"x\".\"a'b\" FROM (SELECT '\n--//@IRREVERSIBLE'::text AS \"a'b\") \"x\"");
  }

  @Test
  void leavesWhatNoReaderTakesForAMark() {
    for (String sql :
        new String[] {
          "SELECT '-- @param x' -- @author anna@example.com",
          "-- see https://example.com/undo\nSELECT 1 /* a//b */",
          "SELECT 'a@UNDO'::text, 2 @@ 3"
        }) {
      assertThat(MybatisText.of(sql)).isSameAs(sql);
    }
  }

  @Test
  void rewordsComments() {
    assertThat(MybatisText.of("SELECT 1 -- //@UNDO\n/*\n @undo */;\n-- // undo\n"))
        .isEqualTo("SELECT 1 -- //(at)UNDO\n/*\n @undo */;\n-- / / undo\n");
  }

  /** A line of a dump may be megabytes long. */
  @Test
  void takesNoLongerForALongLine() {
    String line = "SELECT '" + "2026-01-01 a@b.example -- @ ".repeat(100_000) + "'";

    assertThat(MybatisText.of(line)).isEqualTo(line);
    assertThat(Variables.between("${", "}").convert(line + "${a}")).endsWith("${a}");
  }
}
