package books;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.junit.InjectDatabase;
import dev.nof1.schema.junit.MigratedDatabase;
import dev.nof1.schema.junit.TestDatabase;
import java.util.HashSet;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * One application for many classes, each of which has a database of its own. The application
 * outlives them all, and with them their databases, so it must not use one at its end.
 */
@MigratedDatabase
@SpringBootTest(properties = "shop.says-goodbye=false")
@Import(OneContextTest.DatabaseOfTheClass.class)
abstract class OneContextTest {
  private static final Set<ApplicationContext> CONTEXTS = new HashSet<>();

  @InjectDatabase static TestDatabase database;

  @TestConfiguration
  static class DatabaseOfTheClass {
    @Bean
    DataSource dataSource() {
      return new DelegatingDataSource() {
        @Override
        public DataSource getTargetDataSource() {
          return database.dataSource();
        }
      };
    }
  }

  @Autowired Books books;
  @Autowired ApplicationContext context;

  @Test
  void theApplicationUsesTheDatabaseOfTheTest() {
    assertThat(books.count()).isEqualTo(0);
    books.add("Emma");
    assertThat(books.database()).isEqualTo(database.name());
    CONTEXTS.add(context);
    assertThat(CONTEXTS).hasSize(1);
  }
}
