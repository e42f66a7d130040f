package dev.nof1.schema;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A data source that a test makes up by saying what its n-th connection is. */
interface ConnectionSource {
  Connection connection(int number) throws SQLException, InterruptedException;

  default DataSource dataSource() {
    int[] asked = new int[1];
    return (DataSource)
        Proxy.newProxyInstance(
            ConnectionSource.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, args) -> {
              if (!method.getName().equals("getConnection")) {
                throw new UnsupportedOperationException(method.getName());
              }
              synchronized (asked) {
                asked[0]++;
              }
              try {
                return connection(asked[0]);
              } catch (InterruptedException e) {
                throw new SQLException(e);
              }
            });
  }
}
