package dev.nof1.schema.environment;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Asks a driver that {@link DriverManager} does not know, because its class is in a jar of the
 * repository.
 */
final class DriverDataSource implements DataSource {
  /** SQLSTATE: the client could not connect. */
  private static final String NO_CONNECTION = "08001";

  private final DriverSettings settings;
  private final Driver driver;
  private final String applicationName;

  DriverDataSource(DriverSettings settings, Driver driver, String applicationName) {
    this.settings = settings;
    this.driver = driver;
    this.applicationName = applicationName;
  }

  @Override
  public Connection getConnection() throws SQLException {
    return getConnection(settings.connection().user(), settings.connection().password());
  }

  @Override
  public Connection getConnection(@Nullable String user, @Nullable String password)
      throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("ApplicationName", applicationName);
    if (user != null) {
      properties.setProperty("user", user);
    }
    if (password != null) {
      properties.setProperty("password", password);
    }
    Connection connection;
    try {
      connection = driver.connect(settings.connection().url(), properties);
    } catch (SQLException e) {
      throw settings.connection().withoutSecrets(e);
    } catch (RuntimeException | LinkageError e) {
      // Its message is not known to be free of secrets.
      throw new SQLException(
          "the driver %s failed with %s".formatted(settings.driver(), e.getClass().getName()),
          NO_CONNECTION);
    }
    if (connection == null) {
      throw new SQLException(
          "the driver %s does not know the database URL %s"
              .formatted(settings.driver(), settings.connection().displayUrl()),
          NO_CONNECTION);
    }
    return connection;
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("This is no " + type.getName() + ".");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) {
    // What a driver logs goes where that driver puts it.
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    throw new SQLFeatureNotSupportedException("The driver's URL says how long to try.");
  }

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("Nothing is logged here.");
  }
}
