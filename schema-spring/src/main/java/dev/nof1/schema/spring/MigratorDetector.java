package dev.nof1.schema.spring;

import java.util.Set;
import org.springframework.boot.sql.init.dependency.AbstractBeansOfTypeDatabaseInitializerDetector;

/**
 * Detector by which Spring Boot learns that our bean initializes the database: JPA, JdbcTemplate,
 * jOOQ, Quartz, Batch and Session wait for it. It comes after Flyway's and Liquibase's, and before
 * {@code data.sql}.
 */
final class MigratorDetector extends AbstractBeansOfTypeDatabaseInitializerDetector {
  /** Order after that of Flyway's, which is 1. */
  private static final int AFTER_OTHER_TOOLS = 10;

  @Override
  protected Set<Class<?>> getDatabaseInitializerBeanTypes() {
    return Set.of(StartMigrator.class);
  }

  @Override
  public int getOrder() {
    return AFTER_OTHER_TOOLS;
  }
}
