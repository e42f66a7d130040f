package shop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** Further class of a slice: it shares the slice's application, and not the rows of its classes. */
abstract class CustomerTable {
  @Autowired JdbcTemplate jdbc;

  @Test
  void isEmptyButForWhatTheClassWrites() {
    assertThat(jdbc.queryForObject("SELECT count(*) FROM orders", Long.class)).isZero();
    jdbc.update("INSERT INTO customers (name) VALUES ('Emma')");
    assertThat(jdbc.queryForList("SELECT name FROM customers WHERE name <> 'of data.sql'", String.class))
        .containsExactly("Emma");
  }
}
