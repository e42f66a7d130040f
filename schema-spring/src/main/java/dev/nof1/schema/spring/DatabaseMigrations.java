package dev.nof1.schema.spring;

import dev.nof1.schema.Migrations;
import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.repository.MigrationSource;
import dev.nof1.schema.repository.ScriptSettings;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Migrations of an application's database, as its properties describe them.
 *
 * @param migrations they connect as the migrating role, where there is one
 * @param location where the scripts are
 */
record DatabaseMigrations(Migrations migrations, String location) {
  private static final String CLASSPATH = "classpath:";

  static DatabaseMigrations of(
      MigrationsProperties properties, DataSource application, ClassLoader classLoader) {
    Migrations.Builder builder =
        Migrations.builder(dataSource(properties, application))
            .source(source(properties.location(), classLoader))
            .settings(ScriptSettings.DEFAULT.with(properties.variables()))
            .changelog(properties.changelog())
            .singleTransaction(properties.singleTransaction());
    try {
      if (properties.lockTimeout() != null) {
        builder.lockTimeout(properties.lockTimeout());
      }
      if (properties.lockTries() != null) {
        builder.lockTries(properties.lockTries());
      }
      if (properties.lockPatience() != null) {
        builder.lockPatience(properties.lockPatience());
      }
      if (properties.statementTimeout() != null) {
        builder.statementTimeout(properties.statementTimeout());
      }
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          "A limit under %s cannot be that: %s"
              .formatted(MigrationsProperties.PREFIX, e.getMessage()),
          e);
    }
    return new DatabaseMigrations(builder.build(), properties.location());
  }

  private static MigrationSource source(String location, ClassLoader classLoader) {
    if (!location.startsWith(CLASSPATH)) {
      return MigrationSource.folder(Path.of(location));
    }
    String folder = location.substring(CLASSPATH.length());
    return MigrationSource.classpath(
        folder.startsWith("/") ? folder.substring(1) : folder, classLoader);
  }

  /** Connects as the migrating role: whoever runs the application may not change its tables. */
  private static DataSource dataSource(MigrationsProperties properties, DataSource application) {
    if (properties.url().isEmpty() && properties.user().isEmpty()) {
      return application;
    }
    if (properties.url().isEmpty()) {
      throw new ConfigurationException(
          "%s.user is set, but %s.url is not: the role that migrates needs both, and .password. To migrate as the application does, leave out all three."
              .formatted(MigrationsProperties.PREFIX, MigrationsProperties.PREFIX));
    }
    PGSimpleDataSource own = new PGSimpleDataSource();
    try {
      own.setUrl(properties.url());
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          "%s.url is no JDBC URL of PostgreSQL; it must begin with jdbc:postgresql://."
              .formatted(MigrationsProperties.PREFIX));
    }
    if (!properties.user().isEmpty()) {
      own.setUser(properties.user());
    }
    if (!properties.password().isEmpty()) {
      own.setPassword(properties.password());
    }
    own.setApplicationName("schema-spring");
    return own;
  }
}
