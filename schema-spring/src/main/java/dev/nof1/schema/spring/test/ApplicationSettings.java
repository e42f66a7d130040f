package dev.nof1.schema.spring.test;

import dev.nof1.schema.junit.ApplicationDatabase;
import dev.nof1.schema.junit.lease.ApplicationStart;
import dev.nof1.schema.spring.MigrationsProperties;
import java.util.Map;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.util.ClassUtils;

/**
 * Settings of an application that say which migrations its database has: so its tests run the
 * scripts that production runs.
 *
 * @param location empty where the application does not say it
 * @param changelog the changelog table
 * @param variables {@code ${name}} in scripts
 * @param bringsItsOwn whether another tool makes the application's schema
 */
record ApplicationSettings(
    String location, String changelog, Map<String, String> variables, boolean bringsItsOwn) {
  private static final String[] OTHER_TOOLS = {
    "org.flywaydb.core.Flyway", "liquibase.integration.spring.SpringLiquibase"
  };

  static ApplicationSettings of(
      Environment environment,
      ConfigurableListableBeanFactory beans,
      boolean classNamesMigrations) {
    String location = environment.getProperty(MigrationsProperties.PREFIX + ".location", "");
    Map<String, String> variables =
        ClassUtils.isPresent(
                "org.springframework.boot.context.properties.bind.Binder",
                ApplicationSettings.class.getClassLoader())
            ? variables(environment)
            : Map.of();
    return new ApplicationSettings(
        location,
        environment.getProperty(MigrationsProperties.PREFIX + ".changelog", ""),
        variables,
        location.isEmpty()
            && !classNamesMigrations
            && !new DefaultResourceLoader(beans.getBeanClassLoader())
                .getResource(MigrationsProperties.DEFAULT_LOCATION)
                .exists()
            && hasOtherTool(beans));
  }

  private static Map<String, String> variables(Environment environment) {
    return Binder.get(environment)
        .bind(
            MigrationsProperties.PREFIX + ".variables", Bindable.mapOf(String.class, String.class))
        .orElse(Map.of());
  }

  private static boolean hasOtherTool(ConfigurableListableBeanFactory beans) {
    for (String tool : OTHER_TOOLS) {
      if (ClassUtils.isPresent(tool, beans.getBeanClassLoader())
          && beans.getBeanNamesForType(
                      ClassUtils.resolveClassName(tool, beans.getBeanClassLoader()), true, false)
                  .length
              > 0) {
        return true;
      }
    }
    return false;
  }

  ApplicationStart lease(ApplicationDatabase database) {
    return bringsItsOwn
        ? database.leaseEmptyStart()
        : database.leaseStart(location, changelog, variables);
  }
}
