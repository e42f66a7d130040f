package shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.junit.Isolation;
import dev.nof1.schema.junit.MigratedDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.RepeatedTest;
import org.springframework.beans.factory.annotation.Autowired;

/** Each test has a database of its own, and what works in the background learns of it. */
@MigratedDatabase(isolation = Isolation.METHOD)
class ThirdSharedTest extends SharedApplication {
  static Connection background;

  @RepeatedTest(2)
  void namesTheSwitchToWhoeverKeepsAConnection(@Autowired DataSource dataSource)
      throws SQLException {
    assertThat(orders.items()).containsExactly("of the runner", "of the event");
    orders.add("tea");
    if (background != null) {
      Connection kept = background;
      assertThatThrownBy(() -> kept.createStatement().execute("SELECT 1"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("the tests have switched the application")
          .hasMessageContaining("ThirdSharedTest.namesTheSwitchToWhoeverKeepsAConnection");
    }
    background = dataSource.getConnection();
  }

  @AfterAll
  static void close() throws SQLException {
    background.close();
  }
}
