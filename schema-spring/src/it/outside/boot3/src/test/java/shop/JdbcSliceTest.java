package shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.junit.MigratedDatabase;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.jdbc.JdbcTest;
import org.springframework.jdbc.core.JdbcTemplate;

@JdbcTest
@MigratedDatabase
class JdbcSliceTest {
  @Autowired JdbcTemplate jdbc;

  @Test
  void hasTheSchemaOfTheApplication() {
    assertThat(jdbc.queryForObject("SELECT count(*) FROM orders", Long.class)).isZero();
    jdbc.update("INSERT INTO orders (id, item) VALUES (1, 'tea')");
    assertThat(jdbc.queryForObject("SELECT currency FROM orders", String.class)).isEqualTo("EUR");
  }
}
