package dev.nof1.schema.cli;

import dev.nof1.schema.environment.DriverSettings;
import dev.nof1.schema.error.ConfigurationException;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The JDBC driver that an environment names, from a jar of the repository. PostgreSQL's own is
 * always the one that comes with the program, as with the stock tool, whose own jars go first, too.
 */
final class RepositoryDriver {
  private RepositoryDriver() {}

  /**
   * Loads it.
   *
   * @return empty where it is not for this URL, but PostgreSQL's own is: the stock tool takes that
   *     one then
   */
  static Optional<Driver> of(DriverSettings settings, Workspace workspace) {
    Driver driver = load(settings, workspace);
    boolean accepts;
    try {
      accepts = driver.acceptsURL(settings.url());
    } catch (SQLException | RuntimeException | LinkageError e) {
      throw unusable(settings, workspace, e.getClass().getName());
    }
    if (accepts) {
      return Optional.of(driver);
    }
    if (settings.isPostgresUrl()) {
      return Optional.empty();
    }
    throw new ConfigurationException(
        "%s: the driver %s does not know the database URL %s. Nothing was run. Correct url or driver."
            .formatted(
                workspace.environment().origin("url"), settings.driver(), settings.displayUrl()));
  }

  private static Driver load(DriverSettings settings, Workspace workspace) {
    Class<?> type;
    try {
      type = Class.forName(settings.driver(), true, workspace.extensions().classLoader());
    } catch (ClassNotFoundException e) {
      throw new ConfigurationException(
          "%s asks for the driver %s, which is in no jar of %s. Nothing was run. Put its jar there, or name its folder with --driverpath."
              .formatted(
                  workspace.environment().origin("driver"),
                  settings.driver(),
                  workspace.extensions().drivers()),
          e);
    } catch (LinkageError e) {
      throw unusable(settings, workspace, e.toString());
    }
    try {
      if (type.getDeclaredConstructor().newInstance() instanceof Driver driver) {
        return driver;
      }
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      throw unusable(settings, workspace, reason(e));
    }
    throw unusable(settings, workspace, "the class is no JDBC driver");
  }

  private static ConfigurationException unusable(
      DriverSettings settings, Workspace workspace, String reason) {
    return new ConfigurationException(
        "%s asks for the driver %s, which cannot be used: %s. Nothing was run. Correct driver, or put the jars that it needs into %s."
            .formatted(
                workspace.environment().origin("driver"),
                settings.driver(),
                reason,
                workspace.extensions().drivers()));
  }

  private static String reason(Throwable e) {
    @Nullable Throwable cause = e.getCause();
    return cause == null ? e.toString() : cause.toString();
  }
}
