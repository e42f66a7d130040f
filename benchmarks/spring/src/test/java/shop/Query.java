package shop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** Test that asks the database, writes, and takes a while, as tests do. */
abstract class Query {
  private static final long MILLIS = 50;

  @Autowired JdbcTemplate jdbc;

  @Test
  void asks() throws InterruptedException {
    long rows = jdbc.queryForObject("SELECT count(*) FROM orders", Long.class);
    Marks.answered(getClass());
    // Whoever has a database of the class's own finds what the start wrote, and nothing else.
    if (SideOf.IS_FRESH) {
      assertThat(rows).isLessThanOrEqualTo(1);
    }
    jdbc.update("INSERT INTO orders (id, item) VALUES (nextval('orders_seq'), 'of the test')");
    Thread.sleep(MILLIS);
  }
}
