package dev.nof1.schema.cli;

import java.nio.file.Path;
import java.util.Map;

/**
 * A JDBC driver as they are put around others: {@code jdbc:logging:FILE|URL} connects to the URL
 * and writes what is done into the file. Its connections are not given out, and what they throw is
 * wrapped.
 */
final class LoggingDriver {
  private LoggingDriver() {}

  static void install(Path jar) {
    TestJar.write(
        jar,
        Map.of("logging/LoggingDriver.java", SOURCE),
        "java.sql.Driver",
        "logging.LoggingDriver");
  }

  private static final String SOURCE =
      """
      package logging;
      import java.lang.reflect.*;
      import java.nio.file.*;
      import java.sql.*;
      import java.util.*;
      import java.util.logging.Logger;
      public class LoggingDriver implements Driver {
        static final String PREFIX = "jdbc:logging:";
        public boolean acceptsURL(String url) { return url.startsWith(PREFIX); }
        public Connection connect(String url, Properties info) throws SQLException {
          if (!acceptsURL(url)) return null;
          String[] parts = url.substring(PREFIX.length()).split("\\\\|");
          if (parts[0].equals("fail")) {
            throw new SQLException("no way to " + url + " with " + info.getProperty("password"), "08001");
          }
          if (parts[0].equals("other")) {
            return (Connection) around(Connection.class, (method, args) ->
                method.getName().equals("getMetaData")
                    ? around(DatabaseMetaData.class, (m, a) -> "OtherDB")
                    : null);
          }
          Path log = Path.of(parts[0]);
          write(log, "connect as " + info.getProperty("user"));
          return (Connection) logged(Connection.class, DriverManager.getConnection(parts[1], info), log);
        }
        interface Call { Object on(Method method, Object[] args) throws Throwable; }
        static Object around(Class<?> type, Call call) {
          return Proxy.newProxyInstance(LoggingDriver.class.getClassLoader(), new Class<?>[] {type},
              (proxy, method, args) -> call.on(method, args));
        }
        static Object logged(Class<?> type, Object inner, Path log) {
          return around(type, (method, args) -> {
            if (method.getName().equals("isWrapperFor")) return false;
            if (method.getName().equals("unwrap")) throw new SQLException("this is mine");
            if (args != null && args.length > 0 && args[0] instanceof String sql) write(log, sql);
            try {
              Object result = method.invoke(inner, args);
              for (Class<?> each : new Class<?>[] {PreparedStatement.class, Statement.class}) {
                if (method.getReturnType() == each) return logged(each, result, log);
              }
              return result;
            } catch (InvocationTargetException e) {
              if (e.getCause() instanceof SQLException s) {
                throw new SQLException("logged: " + s.getMessage(), s.getSQLState(), s);
              }
              throw e.getCause();
            }
          });
        }
        static synchronized void write(Path log, String line) {
          try {
            Files.writeString(log, line + "\\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
          } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        }
        public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) { return new DriverPropertyInfo[0]; }
        public int getMajorVersion() { return 1; }
        public int getMinorVersion() { return 0; }
        public boolean jdbcCompliant() { return false; }
        public Logger getParentLogger() { return Logger.getGlobal(); }
      }
      """;
}
