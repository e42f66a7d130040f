package shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.junit.MigratedDatabase;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.annotation.DirtiesContext;

@SpringBootTest(properties = "spring.batch.job.enabled=false")
@MigratedDatabase(version = "base")
@DirtiesContext
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WithRestartTest {
  @Autowired OrderService orders;

  /** The application migrates the database itself, and whatever makes tables waits for that. */
  @Test
  @Order(0)
  void quartzBatchAndSessionMakeTheirTablesAfterTheMigrations(@Autowired JdbcTemplate jdbc) {
    List<String> inOrder =
        jdbc.queryForList(
            """
            SELECT relname FROM pg_class
            WHERE relname IN ('orders', 'qrtz_job_details', 'batch_job_instance', 'spring_session')
            ORDER BY oid
            """,
            String.class);

    assertThat(inOrder).hasSize(4).startsWith("orders");
  }

  @Test
  @Order(1)
  @DirtiesContext
  void writes() {
    orders.add("tea");
    assertThat(orders.items()).containsExactly("of the runner", "of the event", "tea");
  }

  @Test
  @Order(2)
  void findsTheClasssRowsAfterARestart() {
    assertThat(orders.items()).containsExactly("of the runner", "of the event", "tea", "of the runner", "of the event");
  }
}
