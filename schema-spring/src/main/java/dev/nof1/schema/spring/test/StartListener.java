package dev.nof1.schema.spring.test;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.SmartApplicationListener;

/**
 * Listener that learns when Spring Boot has started an application: its runners and its listeners
 * to {@code ApplicationReadyEvent} have run. What the application writes from then on belongs to a
 * class. Where plain Spring starts one, the first callback of its test is that moment.
 */
final class StartListener implements SmartApplicationListener {
  /** Event of Spring Boot, which need not be on the class path. */
  private static final String AVAILABILITY =
      "org.springframework.boot.availability.AvailabilityChangeEvent";

  /** State that Spring Boot announces last. */
  private static final String STARTED = "ACCEPTING_TRAFFIC";

  private final ApplicationContext context;

  StartListener(ApplicationContext context) {
    this.context = context;
  }

  @Override
  public boolean supportsEventType(Class<? extends ApplicationEvent> type) {
    return type.getName().equals(AVAILABILITY);
  }

  @Override
  public void onApplicationEvent(ApplicationEvent event) {
    if (event.getSource() == context
        && event instanceof PayloadApplicationEvent<?> availability
        && availability.getPayload().toString().equals(STARTED)) {
      RunningClasses.current().ifPresent(each -> each.uses(context));
    }
  }
}
