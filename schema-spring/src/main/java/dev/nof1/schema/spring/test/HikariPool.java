package dev.nof1.schema.spring.test;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/** HikariCP over the target, with what the application has set under spring.datasource.hikari. */
final class HikariPool implements ConnectionPool {
  private final HikariDataSource hikari;

  HikariPool(DataSource opener, Environment environment) {
    HikariConfig config = new HikariConfig();
    if (ClassUtils.isPresent(
        "org.springframework.boot.context.properties.bind.Binder",
        HikariPool.class.getClassLoader())) {
      Binder.get(environment).bind("spring.datasource.hikari", Bindable.ofInstance(config));
    }
    config.setDataSource(opener);
    config.setDataSourceClassName(null);
    // Reserves would be opened anew for each class.
    config.setMinimumIdle(0);
    config.setInitializationFailTimeout(-1);
    this.hikari = new HikariDataSource(config);
  }

  @Override
  public Connection connection() throws SQLException {
    return hikari.getConnection();
  }

  @Override
  public void evict(Connection connection) {
    hikari.evictConnection(connection);
  }

  @Override
  public void evictAll() {
    HikariPoolMXBean pool = hikari.getHikariPoolMXBean();
    if (pool != null) {
      pool.softEvictConnections();
    }
  }

  @Override
  public void close() {
    hikari.close();
  }

  @Override
  public DataSource dataSource() {
    return hikari;
  }
}
