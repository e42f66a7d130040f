package dev.nof1.schema.junit;

import dev.nof1.schema.Migrations;
import java.lang.reflect.AnnotatedElement;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * What a parameter or a field may ask for, from one database.
 *
 * @param lease the database
 * @param dataSource the one to hand out: with {@link Isolation#ROLLBACK} not the database's own
 * @param lent where connections are registered to be closed
 */
record Resources(Lease lease, DataSource dataSource, Lent lent) {

  /** Takes care that a connection is closed in time. */
  interface Lent {
    void add(Connection connection);
  }

  static boolean supports(Class<?> type, AnnotatedElement element) {
    return type == DataSource.class
        || type == Connection.class
        || type == Migrations.class
        || type == TestDatabase.class
        || type == MigrationsUnderTest.class
        || AnnotationSupport.isAnnotated(element, JdbcUrl.class);
  }

  /** By its identity: whether two things that {@link #of} gave are the same to a test. */
  Object source(Object thing) {
    if (thing instanceof Connection) {
      return thing;
    }
    return thing instanceof DataSource || thing instanceof Migrations ? dataSource : lease;
  }

  /** The thing of that type. */
  Object of(Class<?> type) throws SQLException {
    if (type == DataSource.class) {
      return dataSource;
    }
    if (type == Connection.class) {
      Connection connection = dataSource.getConnection();
      lent.add(connection);
      return connection;
    }
    if (type == Migrations.class) {
      return lease.migrations(dataSource);
    }
    if (type == TestDatabase.class) {
      return lease.database();
    }
    if (type == String.class) {
      return lease.database().jdbcUrl();
    }
    throw new IllegalArgumentException(
        "a %s; ask for a DataSource, a Connection, Migrations, a TestDatabase, or a String for its JDBC URL"
            .formatted(type.getSimpleName()));
  }
}
