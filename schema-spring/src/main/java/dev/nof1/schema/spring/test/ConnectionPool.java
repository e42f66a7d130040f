package dev.nof1.schema.spring.test;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/** Pool of connections to whichever database is the target. */
interface ConnectionPool {
  /** Lends a connection, of a former target perhaps. */
  Connection connection() throws SQLException;

  /** Lets a connection of a former target go. */
  void evict(Connection connection) throws SQLException;

  /** Lets all connections go that nobody has, and the others when they come back. */
  void evictAll();

  void close();

  /** Returns the data source that the application would have, for those who look for its kind. */
  DataSource dataSource();

  /** Makes HikariCP's, with the application's own settings, or none where HikariCP is missing. */
  static ConnectionPool of(DataSource opener, Environment environment) {
    return ClassUtils.isPresent(
            "com.zaxxer.hikari.HikariDataSource", ConnectionPool.class.getClassLoader())
        ? new HikariPool(opener, environment)
        : new NoPool(opener);
  }

  /** Absence of a pool. */
  record NoPool(DataSource dataSource) implements ConnectionPool {
    @Override
    public Connection connection() throws SQLException {
      return dataSource.getConnection();
    }

    @Override
    public void evict(Connection connection) throws SQLException {
      connection.close();
    }

    @Override
    public void evictAll() {}

    @Override
    public void close() {}
  }
}
