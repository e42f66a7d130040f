package shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.junit.MigratedDatabase;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

@SpringBootTest
@MigratedDatabase
class OrderServiceTest {
  @Autowired OrderService orders;

  @Test
  void addsAnOrder() {
    orders.add("tea");

    assertThat(orders.items()).containsExactly("of the runner", "of the event", "tea");
  }
}
