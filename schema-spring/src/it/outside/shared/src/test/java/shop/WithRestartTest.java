package shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.junit.MigratedDatabase;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.annotation.DirtiesContext;

@SpringBootTest(properties = "shop.name=another application")
@MigratedDatabase
@DirtiesContext
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WithRestartTest {
  @Autowired OrderService orders;

  @Test
  @Order(1)
  @DirtiesContext
  void writes() {
    orders.add("tea");
    assertThat(orders.items()).containsExactly("of the runner", "of the event", "tea");
  }

  @Test
  @Order(2)
  void findsTheClasssRowsAfterARestart() {
    assertThat(orders.items()).containsExactly("of the runner", "of the event", "tea", "of the runner", "of the event");
  }
}
