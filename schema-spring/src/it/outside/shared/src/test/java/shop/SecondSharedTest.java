package shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.junit.MigratedDatabase;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.jdbc.Sql;
import org.springframework.test.context.jdbc.Sql.ExecutionPhase;

@SpringBootTest
@MigratedDatabase(seeds = "classpath:customer.sql")
@Sql(
    statements = "INSERT INTO orders (id, item) VALUES (1000, 'of the class') ON CONFLICT DO NOTHING",
    executionPhase = ExecutionPhase.BEFORE_TEST_CLASS)
class SecondSharedTest {
  @Autowired OrderService orders;

  @Test
  void hasItsSeedAndItsScript(@Autowired JdbcTemplate jdbc) {
    assertThat(FirstOrder.STARTS).hasValue(1);
    assertThat(orders.items()).containsExactly("of the runner", "of the event", "of the class");
    assertThat(jdbc.queryForList("SELECT name FROM customers ORDER BY id", String.class))
        .isEqualTo(List.of("of data.sql", "of the seed"));
  }

  @Nested
  class Inner {
    @Test
    void sharesTheDatabaseOfTheClassAround() {
      assertThat(orders.items()).startsWith("of the runner", "of the event", "of the class");
    }
  }
}
