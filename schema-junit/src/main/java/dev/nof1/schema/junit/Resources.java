package dev.nof1.schema.junit;

import dev.nof1.schema.Migrations;
import java.lang.reflect.AnnotatedElement;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Values that a parameter or a field may ask for, from one database.
 *
 * @param database where they come from
 * @param dataSource the one to hand out: with {@link Isolation#ROLLBACK} not the database's own
 * @param lent where connections are registered to be closed
 */
record Resources(TestDatabase database, DataSource dataSource, Lent lent) {

  /** Register of connections that are to be closed. */
  interface Lent {
    void add(Connection connection);
  }

  static boolean supports(Class<?> type, AnnotatedElement element) {
    return type == DataSource.class
        || type == Connection.class
        || type == Migrations.class
        || type == TestDatabase.class
        || type == ApplicationDatabases.class
        || AnnotationSupport.isAnnotated(element, JdbcUrl.class)
        || AnnotationSupport.isAnnotated(element, InjectDatabase.class);
  }

  /** Returns an object that two values share, by identity, which are the same to a test. */
  Object source(Object thing) {
    if (thing instanceof Connection) {
      return thing;
    }
    return thing instanceof DataSource || thing instanceof Migrations ? dataSource : database;
  }

  /** Makes the value of that type. */
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
      return database.lease().migrations(dataSource);
    }
    if (type == TestDatabase.class) {
      return database;
    }
    if (type == String.class) {
      return database.jdbcUrl();
    }
    throw new IllegalArgumentException(
        "a %s; ask for a DataSource, a Connection, Migrations, a TestDatabase, or a String for its JDBC URL"
            .formatted(type.getSimpleName()));
  }
}
