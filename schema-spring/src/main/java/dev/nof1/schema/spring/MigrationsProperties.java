package dev.nof1.schema.spring;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties {@code schema.migrations.*} of an application.
 *
 * @param enabled whether the migrations are applied, checked and shown at all
 * @param location where they are: {@code classpath:} and a folder, or a folder
 * @param changelog the changelog table
 * @param variables {@code ${name}} in scripts
 * @param target {@code head}, the id of a migration, {@code validate} or {@code none}
 * @param lockTimeout how long a migration waits for one lock
 * @param lockTries how often a migration is tried that does not get its locks
 * @param lockPatience how long to wait for another migrator
 * @param statementTimeout how long one statement may take
 * @param singleTransaction whether all migrations of a start are one transaction
 * @param url database of the migrating role; empty for the application's data source
 * @param user the migrating role; empty for the data source's
 * @param password of the migrating role
 */
@ConfigurationProperties(MigrationsProperties.PREFIX)
public record MigrationsProperties(
    @DefaultValue("true") boolean enabled,
    @DefaultValue(MigrationsProperties.DEFAULT_LOCATION) String location,
    @DefaultValue("CHANGELOG") String changelog,
    @DefaultValue Map<String, String> variables,
    @DefaultValue("head") String target,
    @Nullable Duration lockTimeout,
    @Nullable Integer lockTries,
    @Nullable Duration lockPatience,
    @Nullable Duration statementTimeout,
    @DefaultValue("false") boolean singleTransaction,
    @DefaultValue("") String url,
    @DefaultValue("") String user,
    @DefaultValue("") String password) {

  /** Beginning of each property's name. */
  public static final String PREFIX = "schema.migrations";

  /** Folder of the migrations where nothing else is said. */
  public static final String DEFAULT_LOCATION = "classpath:db/migrations";

  /** Leaves out the password and the variables' values, which may be secrets. */
  @Override
  public String toString() {
    return "schema.migrations[location " + location + ", target " + target + "]";
  }
}
