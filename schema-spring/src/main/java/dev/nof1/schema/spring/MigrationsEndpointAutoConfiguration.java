package dev.nof1.schema.spring;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the actuator's endpoint. */
@AutoConfiguration(after = MigrationsAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean(DatabaseMigrations.class)
@ConditionalOnAvailableEndpoint(endpoint = MigrationsEndpoint.class)
final class MigrationsEndpointAutoConfiguration {

  @Bean
  MigrationsEndpoint migrationsEndpoint(DatabaseMigrations migrations) {
    return new MigrationsEndpoint(migrations);
  }
}
