package shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.junit.InjectDatabase;
import dev.nof1.schema.junit.TestDatabase;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.JdbcTemplate;

/** Three classes and the one before share one application, and each finds its start untouched. */
@SpringBootTest
abstract class SharedApplication {
  @InjectDatabase TestDatabase database;
  @Autowired OrderService orders;
  @Autowired JdbcTemplate jdbc;

  @Test
  void findsWhatTheStartWroteAndNothingElse() {
    assertThat(FirstOrder.STARTS).hasValue(1);
    assertThat(orders.database()).isEqualTo(database.name());
    assertThat(orders.count()).isEqualTo(2);
    assertThat(jdbc.queryForList("SELECT name FROM customers", String.class))
        .containsExactly("of data.sql");

    List<Long> ids = IntStream.range(0, 120).mapToObj(i -> orders.add("order " + i)).toList();

    assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id > 2);
    assertThat(orders.items()).hasSize(122);
  }
}
