package dev.nof1.schema.spring.test;

import java.util.HashMap;
import java.util.Map;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Customizer of an application under test: it gives it a data source that is switched between the
 * databases of tests. Part of the key by which Spring caches applications, so it has in it what the
 * application's start depends on, and nothing that may be another for each class.
 *
 * @param version how far the database is migrated
 * @param migrations where the class says they are; may be empty
 */
record DatabaseCustomizer(String version, String migrations) implements ContextCustomizer {

  @Override
  public void customizeContext(
      ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
    Map<String, Object> properties = new HashMap<>();
    // The migrating role of production has no place on the server of the tests.
    properties.put("schema.migrations.url", "");
    properties.put("schema.migrations.user", "");
    properties.put("schema.migrations.password", "");
    if (version.matches("\\d+")) {
      // The class asks for an older version; the application would leave it.
      properties.put("schema.migrations.target", "none");
    }
    context
        .getEnvironment()
        .getPropertySources()
        .addFirst(new MapPropertySource("@MigratedDatabase", properties));
    context.addBeanFactoryPostProcessor(
        new DataSourceReplacement(context.getEnvironment(), !migrations.isEmpty()));
    context.addApplicationListener(new StartListener(context));
  }
}
