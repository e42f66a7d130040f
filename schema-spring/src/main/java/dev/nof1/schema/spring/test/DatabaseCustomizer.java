package dev.nof1.schema.spring.test;

import java.util.List;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Customizer of an application under test: it gives it data sources that are switched between the
 * databases of tests. Part of the key by which Spring caches applications, so it has in it what the
 * application's start depends on, and nothing that may be another for each class.
 *
 * @param databases by name
 */
record DatabaseCustomizer(List<DeclaredDatabase> databases) implements ContextCustomizer {

  @Override
  public void customizeContext(
      ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
    context.addBeanFactoryPostProcessor(
        new DataSourceReplacement(context.getEnvironment(), databases));
    context.addApplicationListener(new StartListener(context));
  }
}
