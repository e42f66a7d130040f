package shop;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/** Writes a row while the application starts. */
@Component
public class FirstOrder implements ApplicationRunner {
  private final Orders orders;

  FirstOrder(Orders orders) {
    this.orders = orders;
  }

  @Override
  public void run(ApplicationArguments arguments) {
    orders.save(new Order("of the runner"));
  }
}
