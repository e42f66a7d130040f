package dev.nof1.schema.spring;

import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.beans.BeanWrapperImpl;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * Flyway or Liquibase, where one of them migrates the database of this data source.
 *
 * @param beans of the application
 * @param dataSource the application's
 */
record OtherMigrator(ListableBeanFactory beans, DataSource dataSource) {
  /** Properties that lead to a tool's data source, by the class of the tool. */
  private static final Map<String, String> DATA_SOURCES =
      Map.of(
          "org.flywaydb.core.Flyway", "configuration.dataSource",
          "liquibase.integration.spring.SpringLiquibase", "dataSource");

  /** Returns the tool's name. */
  Optional<String> name() {
    ClassLoader classLoader = OtherMigrator.class.getClassLoader();
    for (Map.Entry<String, String> tool : DATA_SOURCES.entrySet()) {
      if (ClassUtils.isPresent(tool.getKey(), classLoader)) {
        Class<?> type = ClassUtils.resolveClassName(tool.getKey(), classLoader);
        for (Object bean : beans.getBeansOfType(type).values()) {
          if (dataSource.equals(dataSource(bean, tool.getValue()))) {
            return Optional.of(type.getSimpleName().replace("Spring", ""));
          }
        }
      }
    }
    return Optional.empty();
  }

  private Object dataSource(Object bean, String property) {
    try {
      Object found = new BeanWrapperImpl(bean).getPropertyValue(property);
      return found == null ? "" : found;
    } catch (BeansException e) {
      // A version that does not say: the likely case is the only data source there is.
      return dataSource;
    }
  }
}
