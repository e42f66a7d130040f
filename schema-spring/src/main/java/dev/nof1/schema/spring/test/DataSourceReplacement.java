package dev.nof1.schema.spring.test;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.type.MethodMetadata;

/**
 * Replacement of an application's data sources, whichever way they were defined, after all
 * definitions are known, so that no test slice and no embedded database of Spring Boot's comes in
 * between.
 */
final class DataSourceReplacement implements BeanDefinitionRegistryPostProcessor {
  private final ConfigurableEnvironment environment;
  private final List<DeclaredDatabase> databases;

  DataSourceReplacement(ConfigurableEnvironment environment, List<DeclaredDatabase> databases) {
    this.environment = environment;
    this.databases = databases;
  }

  @Override
  public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
    // Definitions are still to come.
  }

  @Override
  public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
    DataSourceBeans all = DataSourceBeans.of(beans);
    boolean hierarchical = RunningClasses.current().filter(RunningClass::hasHierarchy).isPresent();
    String main = all.main().orElse("");
    all.of(databases, hierarchical)
        .forEach((database, bean) -> replace(bean, database, bean.equals(main), beans));
  }

  private void replace(
      String name,
      DeclaredDatabase database,
      boolean isMain,
      ConfigurableListableBeanFactory beans) {
    if (isMain) {
      adapt(database);
    }
    // Settings of the application are about the data source that it migrates.
    Environment its = isMain ? environment : new StandardEnvironment();
    BeanDefinition original = beans.getBeanDefinition(name);
    RootBeanDefinition ours =
        new RootBeanDefinition(
            SwitchedDataSource.class, () -> SwitchedDataSource.start(its, beans, database));
    ours.setPrimary(original.isPrimary());
    ours.setFallback(original.isFallback());
    ours.setAutowireCandidate(original.isAutowireCandidate());
    ours.setRole(original.getRole());
    if (original instanceof AbstractBeanDefinition known) {
      ours.setDefaultCandidate(known.isDefaultCandidate());
      ours.copyQualifiersFrom(known);
    }
    qualifier(original, ours);
    BeanDefinitionRegistry registry = (BeanDefinitionRegistry) beans;
    registry.removeBeanDefinition(name);
    registry.registerBeanDefinition(name, ours);
  }

  /** Adapts how the application migrates at its start. */
  private void adapt(DeclaredDatabase database) {
    Map<String, Object> properties = new HashMap<>();
    // The migrating role of production has no place on the server of the tests.
    properties.put("schema.migrations.url", "");
    properties.put("schema.migrations.user", "");
    properties.put("schema.migrations.password", "");
    if (database.isOlder()) {
      // The class asks for an older version; the application would leave it.
      properties.put("schema.migrations.target", "none");
    }
    environment
        .getPropertySources()
        .addFirst(new MapPropertySource("@MigratedDatabase", properties));
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
