package dev.nof1.schema.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
  @ParameterizedTest
  @CsvSource({
    "status, status, 0",
    "'', up, 2",
    "statsu, status, 1",
    "dwon, down, 1",
    "prodcution, production, 1",
    "curent, current, 1",
    "currant, current, 1",
    "up, down, 4"
  })
  void countsWhatIsWrong(String typed, String meant, int distance) {
    assertThat(Spelling.distance(typed, meant)).isEqualTo(distance);
    assertThat(Spelling.distance(meant, typed)).isEqualTo(distance);
  }
}
