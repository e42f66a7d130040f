package books;

import jakarta.annotation.PreDestroy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

@Repository
public class Books {
  private static final Logger LOG = LoggerFactory.getLogger(Books.class);

  private final JdbcClient jdbc;
  private final boolean saysGoodbye;

  Books(JdbcClient jdbc, @Value("${shop.says-goodbye:true}") boolean saysGoodbye) {
    this.jdbc = jdbc;
    this.saysGoodbye = saysGoodbye;
  }

  @Transactional
  public void add(String title) {
    jdbc.sql("INSERT INTO books (title, price) VALUES (?, 1)").param(title).update();
  }

  @Transactional(readOnly = true)
  public int count() {
    return jdbc.sql("SELECT count(*) FROM books").query(Integer.class).single();
  }

  public String database() {
    return jdbc.sql("SELECT current_database()").query(String.class).single();
  }

  /** Needs a server that outlives the application. */
  @PreDestroy
  void sayGoodbye() {
    if (saysGoodbye) {
      LOG.info("goodbye, {} book(s)", count());
    }
  }
}
