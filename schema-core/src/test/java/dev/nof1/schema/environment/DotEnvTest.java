package dev.nof1.schema.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.nof1.schema.error.ConfigurationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DotEnvTest {

  @TempDir Path folder;

  @Test
  void isEmptyWithoutAFile() {
    assertThat(DotEnv.read(folder.resolve(".env"))).isEmpty();
  }

  @Test
  void readsEntriesAmongCommentsAndBlankLines() throws IOException {
    assertThat(read("# first\n\nA=1\n  # more\n export B = 2 \nA_b.C9=3\nexport\tD=4\nE=\n"))
        .containsOnly(
            entry("A", "1"),
            entry("B", "2"),
            entry("A_b.C9", "3"),
            entry("D", "4"),
            entry("E", ""));
  }

  @Test
  void takesTheLastOfSeveral() throws IOException {
    assertThat(read("A=1\nA=2\n")).containsOnly(entry("A", "2"));
  }

  @Test
  void readsCarriageReturnsAndAByteOrderMark() throws IOException {
    assertThat(read("\uFEFFA=1\r\nB='2'\r\n")).containsOnly(entry("A", "1"), entry("B", "2"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a b            | a b",
        "a # comment    | a",
        "a#b            | a#b",
        "#a             | #a",
        "` # comment`   | ``",
        "a=b=c          | a=b=c",
        "a\\nb$c${d}    | a\\nb$c${d}",
        "it's\"x        | it's\"x",
        "'a # $b \\n'   | a # $b \\n",
        "'a' # comment  | a",
        "'  a  '        | `  a  `",
        "''             | ``",
        "\"  a # b \"   | `  a # b `",
        "\"'$x'\"       | '$x'",
        "\"a\" # \"b\"  | a",
        "pä$$wörd€😀    | pä$$wörd€😀",
      })
  void readsTheValue(String written, String value) throws IOException {
    assertThat(read("KEY=" + written)).containsOnly(entry("KEY", value));
  }

  @Test
  void expressesAnyCharacterInDoubleQuotes() throws IOException {
    assertThat(read("KEY=\"a\\\"b\\\\c\\$d\\ne\\rf\\tg\\\\n\""))
        .containsOnly(entry("KEY", "a\"b\\c$d\ne\rf\tg\\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3cret",
        "s3cret word=x",
        "9s3cret=x",
        "KEY='s3cret",
        "KEY=\"s3cret",
        "KEY=\"s3cret\\\"",
        "KEY=\"s3cret\\",
        "KEY='s3cret'word",
        "KEY=\"s3cret\"word",
        "KEY=\"s3\\cret\"",
      })
  void namesFileAndLineOfAMalformedLineAndNeverTheValue(String line) {
    assertThatThrownBy(() -> read("OK=1\n" + line + "\n"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(folder.resolve(".env") + ":2: the line ")
        .hasMessageNotContainingAny("s3", "cret\"", "word")
        .hasNoCause();
  }

  @Test
  void saysWhatIsWrongWithALine() {
    assertThatThrownBy(() -> read("KEY='it's'\n"))
        .hasMessage(
            folder.resolve(".env")
                + ":1: the line goes on after the closing quote"
                + " (not shown, it may hold a secret).");
  }

  @Test
  void refusesAnotherEncoding() throws IOException {
    Files.write(folder.resolve(".env"), "KEY=ü".getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> DotEnv.read(folder.resolve(".env")))
        .hasMessage(folder.resolve(".env") + " is not UTF-8. Save it as UTF-8.");
  }

  @Test
  void refusesAFolder() throws IOException {
    Files.createDirectory(folder.resolve(".env"));

    assertThatThrownBy(() -> DotEnv.read(folder.resolve(".env")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(folder.resolve(".env") + " cannot be read");
  }

  private Map<String, String> read(String text) throws IOException {
    return DotEnv.read(Files.writeString(folder.resolve(".env"), text));
  }
}
