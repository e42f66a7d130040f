package shop;

import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.event.EventListener;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;
import org.springframework.stereotype.Component;

/** Writes while the application starts, as Quartz, Batch or Session do. */
@Component
@EnableCaching
public class FirstOrder implements ApplicationRunner {
  /** Counts how often the application has started in this JVM. */
  public static final AtomicInteger STARTS = new AtomicInteger();

  private final OrderService orders;
  private final SessionRepository<? extends Session> sessions;

  FirstOrder(OrderService orders, SessionRepository<? extends Session> sessions) {
    this.orders = orders;
    this.sessions = sessions;
  }

  @EventListener(ApplicationReadyEvent.class)
  void ready() {
    orders.add("of the event");
  }

  @Override
  public void run(ApplicationArguments arguments) {
    orders.add("of the runner");
    save(sessions);
    STARTS.incrementAndGet();
  }

  private static <S extends Session> void save(SessionRepository<S> sessions) {
    sessions.save(sessions.createSession());
  }
}
