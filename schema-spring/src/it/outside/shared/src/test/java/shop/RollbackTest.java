package shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.junit.Isolation;
import dev.nof1.schema.junit.MigratedDatabase;
import org.junit.jupiter.api.RepeatedTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.transaction.annotation.Transactional;

@MigratedDatabase(isolation = Isolation.ROLLBACK)
@SpringBootTest
class RollbackTest {
  @Autowired OrderService orders;

  @RepeatedTest(2)
  void rollsBackWhatIsCommitted() {
    assertThat(orders.items()).containsExactly("of the runner", "of the event");
    orders.add("tea");
    assertThat(orders.items()).hasSize(3);
  }

  @RepeatedTest(2)
  @Transactional
  void rollsBackTheTransactionOfSpring() {
    assertThat(orders.items()).containsExactly("of the runner", "of the event");
    orders.add("tea");
    assertThat(orders.items()).hasSize(3);
    assertThat(FirstOrder.STARTS).hasValue(1);
  }
}
