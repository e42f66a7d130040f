package dev.nof1.schema.spring.test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.env.Environment;
import org.springframework.core.type.MethodMetadata;

/**
 * Replacement of an application's data source, whichever way it was defined, after all definitions
 * are known, so that no test slice and no embedded database of Spring Boot's comes in between.
 */
final class DataSourceReplacement implements BeanDefinitionRegistryPostProcessor {
  private final Environment environment;
  private final boolean classNamesMigrations;

  DataSourceReplacement(Environment environment, boolean classNamesMigrations) {
    this.environment = environment;
    this.classNamesMigrations = classNamesMigrations;
  }

  @Override
  public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
    // Definitions are still to come.
  }

  @Override
  public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
    String name = dataSource(beans);
    if (name == null) {
      return;
    }
    BeanDefinition original = beans.getBeanDefinition(name);
    RootBeanDefinition ours =
        new RootBeanDefinition(
            SwitchedDataSource.class,
            () -> SwitchedDataSource.start(environment, beans, classNamesMigrations));
    ours.setPrimary(original.isPrimary());
    ours.setRole(original.getRole());
    if (original instanceof AbstractBeanDefinition its) {
      ours.copyQualifiersFrom(its);
    }
    qualifier(original, ours);
    BeanDefinitionRegistry registry = (BeanDefinitionRegistry) beans;
    registry.removeBeanDefinition(name);
    registry.registerBeanDefinition(name, ours);
  }

  /** Names the one to replace; null where the application has none. */
  private static @Nullable String dataSource(ConfigurableListableBeanFactory beans) {
    List<String> names = new ArrayList<>();
    List<String> primary = new ArrayList<>();
    for (String name : beans.getBeanNamesForType(DataSource.class, true, false)) {
      if (beans.containsBeanDefinition(name)) {
        names.add(name);
        if (beans.getBeanDefinition(name).isPrimary()) {
          primary.add(name);
        }
      }
    }
    if (names.size() < 2) {
      return names.isEmpty() ? null : names.get(0);
    }
    if (primary.size() == 1) {
      return primary.get(0);
    }
    throw new IllegalStateException(
        "The application has the data sources %s, and none of them is @Primary, so @MigratedDatabase cannot replace one. Make one primary."
            .formatted(String.join(", ", names)));
  }

  /** Copies the qualifier of a {@code @Bean} method, which is no part of the definition. */
  private static void qualifier(BeanDefinition original, RootBeanDefinition ours) {
    MethodMetadata method =
        original instanceof AnnotatedBeanDefinition annotated
            ? annotated.getFactoryMethodMetadata()
            : null;
    Map<String, Object> qualifier =
        method == null ? null : method.getAnnotationAttributes(Qualifier.class.getName());
    Object value = qualifier == null ? null : qualifier.get("value");
    if (value != null) {
      ours.addQualifier(new AutowireCandidateQualifier(Qualifier.class, value));
    }
  }
}
