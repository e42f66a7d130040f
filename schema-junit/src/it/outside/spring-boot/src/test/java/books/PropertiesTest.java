package books;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.nof1.schema.junit.InjectDatabase;
import dev.nof1.schema.junit.MigratedDatabase;
import dev.nof1.schema.junit.TestDatabase;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@MigratedDatabase // Above @SpringBootTest: the database comes first.
@SpringBootTest
class PropertiesTest {
  @InjectDatabase static TestDatabase database;

  @DynamicPropertySource
  static void connectTo(DynamicPropertyRegistry registry) {
    registry.add("spring.datasource.url", () -> database.jdbcUrl());
  }

  @Autowired Books books;

  @Test
  void theApplicationUsesTheDatabaseOfTheTest() {
    books.add("Emma");
    assertThat(books.count()).isEqualTo(1);
    assertThat(books.database()).isEqualTo(database.name());
  }

  @Test
  void bothGiveParameters(DataSource ofTheTest, @Autowired DataSource ofSpring)
      throws SQLException {
    assertThat(ofTheTest).isSameAs(database.dataSource());
    assertThat(ofSpring).isInstanceOf(HikariDataSource.class);
  }
}
