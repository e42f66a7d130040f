package shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.junit.InjectDatabase;
import dev.nof1.schema.junit.MigratedDatabase;
import dev.nof1.schema.junit.TestDatabase;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.JdbcTemplate;

@SpringBootTest
@MigratedDatabase
@MigratedDatabase(name = "audit", migrations = "classpath:db/audit")
class TwoDatabasesTest {
  @Autowired OrderService orders;
  @Autowired @Qualifier("audit") DataSource audit;

  @Test
  void hasEach(TestDatabase database, @InjectDatabase("audit") TestDatabase ofAudit) {
    assertThat(orders.database()).isEqualTo(database.name());

    JdbcTemplate entries = new JdbcTemplate(audit);
    assertThat(entries.queryForObject("SELECT current_database()", String.class))
        .isEqualTo(ofAudit.name());
    assertThat(entries.queryForObject("SELECT count(*) FROM entries", Long.class)).isZero();
  }
}
