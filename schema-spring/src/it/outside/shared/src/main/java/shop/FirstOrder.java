package shop;

import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Writes while the application starts, as Quartz, Batch or Session do. */
@Component
@EnableCaching
public class FirstOrder implements ApplicationRunner {
  /** Counts how often the application has started in this JVM. */
  public static final AtomicInteger STARTS = new AtomicInteger();

  private final OrderService orders;

  FirstOrder(OrderService orders) {
    this.orders = orders;
  }

  @EventListener(ApplicationReadyEvent.class)
  void ready() {
    orders.add("of the event");
  }

  @Override
  public void run(ApplicationArguments arguments) {
    orders.add("of the runner");
    STARTS.incrementAndGet();
  }
}
