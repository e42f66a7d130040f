package shop;

import jakarta.annotation.PreDestroy;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;

@Service
public class OrderService {
  private static final Logger LOG = LoggerFactory.getLogger(OrderService.class);

  private final Orders orders;
  private final JdbcTemplate jdbc;

  OrderService(Orders orders, JdbcTemplate jdbc) {
    this.orders = orders;
    this.jdbc = jdbc;
  }

  public Long add(String item) {
    return orders.saveAndFlush(new Order(item)).id();
  }

  public List<String> items() {
    return jdbc.queryForList("SELECT item FROM orders ORDER BY id", String.class);
  }

  /** Finds one, in Hibernate's second-level cache perhaps. */
  public Optional<Order> find(Long id) {
    return orders.findById(id);
  }

  /** Counts all, in Hibernate's query cache perhaps. */
  public int remembered() {
    return orders.remembered().size();
  }

  /** What an application remembers of its database. */
  @Cacheable("orders")
  public long count() {
    return orders.count();
  }

  public String database() {
    return jdbc.queryForObject("SELECT current_database()", String.class);
  }

  /** Asks the database when the application is closed, as many do. */
  @PreDestroy
  void sayGoodbye() {
    LOG.info("goodbye with {} order(s)", items().size());
  }
}
