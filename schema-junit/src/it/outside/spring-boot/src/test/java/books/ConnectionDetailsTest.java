package books;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.junit.InjectDatabase;
import dev.nof1.schema.junit.MigratedDatabase;
import dev.nof1.schema.junit.TestDatabase;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

@MigratedDatabase
@SpringBootTest
class ConnectionDetailsTest {
  @InjectDatabase static TestDatabase database;

  @TestConfiguration
  static class Connection {
    @Bean
    JdbcConnectionDetails connectionDetails() {
      return new JdbcConnectionDetails() {
        @Override
        public String getJdbcUrl() {
          return database.jdbcUrl();
        }

        @Override
        public String getUsername() {
          return database.user();
        }

        @Override
        public String getPassword() {
          return database.password();
        }
      };
    }
  }

  @Autowired Books books;

  @Test
  void theApplicationUsesTheDatabaseOfTheTest() {
    books.add("Emma");
    assertThat(books.count()).isEqualTo(1);
    assertThat(books.database()).isEqualTo(database.name());
  }
}
