package dev.nof1.schema.cli.workspace;

import dev.nof1.schema.environment.DriverSettings;
import dev.nof1.schema.error.ConfigurationException;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The JDBC driver that an environment names and a jar of the repository contains: one that wraps
 * PostgreSQL's. PostgreSQL's own is always the one that comes with the program, as with the stock
 * tool, whose own jars go first, too.
 */
final class RepositoryDriver {
  private RepositoryDriver() {}

  /**
   * Loads the driver.
   *
   * @return empty where the driver does not take the URL: the stock tool uses PostgreSQL's own then
   */
  static Optional<Driver> of(DriverSettings settings, Workspace workspace) {
    Driver driver = load(settings, workspace);
    try {
      return driver.acceptsURL(settings.connection().url())
          ? Optional.of(driver)
          : Optional.empty();
    } catch (SQLException | RuntimeException | LinkageError e) {
      throw unusable(settings, workspace, e.getClass().getName());
    }
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
