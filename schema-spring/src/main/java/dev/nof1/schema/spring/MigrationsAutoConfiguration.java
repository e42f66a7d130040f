package dev.nof1.schema.spring;

import javax.sql.DataSource;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.ResourceLoader;

/**
 * Auto-configuration of the migrations, for an application that has one data source, or a primary
 * one. Spring Boot 3 and 4 have that data source's configuration in packages of different names.
 */
@AutoConfiguration(
    afterName = {
      "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration",
      "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration"
    })
@ConditionalOnClass(
    value = DataSource.class,
    name = "org.springframework.boot.sql.init.dependency.DatabaseInitializerDetector")
@ConditionalOnSingleCandidate(DataSource.class)
@ConditionalOnProperty(
    prefix = MigrationsProperties.PREFIX,
    name = "enabled",
    matchIfMissing = true)
@EnableConfigurationProperties(MigrationsProperties.class)
final class MigrationsAutoConfiguration {

  @Bean
  DatabaseMigrations databaseMigrations(
      MigrationsProperties properties, DataSource dataSource, ResourceLoader resources) {
    ClassLoader classLoader = resources.getClassLoader();
    return DatabaseMigrations.of(
        properties,
        dataSource,
        classLoader == null ? MigrationsAutoConfiguration.class.getClassLoader() : classLoader);
  }

  @Bean
  StartMigrator startMigrator(
      DatabaseMigrations migrations,
      MigrationsProperties properties,
      ListableBeanFactory beans,
      DataSource dataSource) {
    return new StartMigrator(migrations, properties.target(), new OtherMigrator(beans, dataSource));
  }
}
