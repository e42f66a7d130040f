package shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.junit.InjectDatabase;
import dev.nof1.schema.junit.TestDatabase;
import jakarta.persistence.EntityManagerFactory;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.hibernate.SessionFactory;
import org.hibernate.stat.Statistics;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.JdbcTemplate;

/** Three classes and the one before share one application, and each finds its start untouched. */
@SpringBootTest
abstract class SharedApplication {
  /** Identifiers that earlier classes gave in their databases. */
  private static final Set<Long> EARLIER = new HashSet<>();

  @InjectDatabase TestDatabase database;
  @Autowired OrderService orders;
  @Autowired JdbcTemplate jdbc;
  @Autowired EntityManagerFactory jpa;

  @Test
  void findsWhatTheStartWroteAndNothingElse() {
    assertThat(FirstOrder.STARTS).hasValue(1);
    assertThat(orders.database()).isEqualTo(database.name());
    assertThat(orders.count()).isEqualTo(2);
    assertThat(jdbc.queryForList("SELECT name FROM customers", String.class))
        .containsExactly("of data.sql");

    // What Hibernate's caches knew of another database is forgotten.
    assertThat(orders.remembered()).isEqualTo(2);
    assertThat(EARLIER).allSatisfy(id -> assertThat(orders.find(id)).isEmpty());

    List<Long> ids = IntStream.range(0, 120).mapToObj(i -> orders.add("order " + i)).toList();

    assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id > 2);
    assertThat(orders.items()).hasSize(122);

    // It knows this one's.
    assertThat(ids).allSatisfy(id -> assertThat(orders.find(id)).isPresent());
    assertThat(orders.remembered()).isEqualTo(orders.remembered()).isEqualTo(122);
    Statistics statistics = jpa.unwrap(SessionFactory.class).getStatistics();
    assertThat(statistics.getSecondLevelCacheHitCount()).isPositive();
    assertThat(statistics.getQueryCacheHitCount()).isPositive();
    EARLIER.addAll(ids);
  }

  @Test
  void findsWhatTheFrameworksWroteAtTheStart() {
    assertThat(column("SELECT job_name FROM qrtz_job_details")).containsExactly("closing");
    assertThat(column("SELECT trigger_name FROM qrtz_triggers")).containsExactly("next year");
    assertThat(column("SELECT job_name FROM batch_job_instance")).containsExactly("stock taking");
    assertThat(column("SELECT status FROM batch_job_execution")).containsExactly("COMPLETED");
    assertThat(column("SELECT session_id FROM spring_session")).hasSize(1);
  }

  private List<String> column(String query) {
    return jdbc.queryForList(query, String.class);
  }
}
