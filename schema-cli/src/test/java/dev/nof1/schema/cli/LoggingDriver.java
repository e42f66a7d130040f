package dev.nof1.schema.cli;

import java.nio.file.Path;
import java.util.Map;

/**
 * A JDBC driver that wraps PostgreSQL's: it takes a URL of PostgreSQL with the parameter {@code
 * log=FILE} and writes what is done into the file. Its connections are not given out, and what they
 * throw is wrapped.
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
        static final String LOG = "log=";
        public boolean acceptsURL(String url) { return url.contains(LOG); }
        public Connection connect(String url, Properties info) throws SQLException {
          if (!acceptsURL(url)) return null;
          String file = url.substring(url.indexOf(LOG) + LOG.length());
          if (file.startsWith("fail")) {
            throw new SQLException("no way to " + url + " with " + info.getProperty("password"), "08001");
          }
          Path log = Path.of(file);
          write(log, "connect as " + info.getProperty("user"));
          Connection inner = DriverManager.getConnection(url.substring(0, url.indexOf(LOG) - 1), info);
          return (Connection) logged(Connection.class, inner, log);
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
