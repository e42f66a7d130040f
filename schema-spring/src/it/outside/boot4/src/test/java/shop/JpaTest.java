package shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.junit.MigratedDatabase;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;

@DataJpaTest
@MigratedDatabase
class JpaTest {
  @Autowired Orders orders;

  @Test
  void savesAnEntity() {
    Order saved = orders.saveAndFlush(new Order("tea"));

    assertThat(orders.findById(saved.id())).map(Order::item).contains("tea");
  }
}
