package dev.nof1.schema.sql;

import dev.nof1.schema.sql.driver.SessionPremise;
import dev.nof1.schema.sql.driver.StatementException;
import dev.nof1.schema.sql.driver.StatementRunner;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.UnaryOperator;
import org.postgresql.Driver;

/** What the runner does with one release of the driver; loaded anew for each release. */
public final class DriverScenario {
  /** The driver's parser would cut here, so that what ends so is sent past it. */
  private static final String PAST_ITS_PARSER = " /*/ ; */";

  private final Connection connection;
  private final List<String> notices = new ArrayList<>();

  private DriverScenario(Connection connection) {
    this.connection = connection;
  }

  /** Runs all of it and returns what came of each part. */
  public static Map<String, String> run(String url, String user, String password)
      throws SQLException {
    Properties who = new Properties();
    who.setProperty("user", user);
    who.setProperty("password", password);
    try (Connection connection = new Driver().connect(url, who)) {
      return new DriverScenario(connection).all();
    } finally {
      // The registry is the JVM's, and this driver is not for it.
      Driver.deregister();
    }
  }

  private Map<String, String> all() throws SQLException {
    Map<String, String> seen = new LinkedHashMap<>();
    seen.put("driver", connection.getMetaData().getDriverVersion());
    seen.put("as written", send("DO $$ BEGIN RAISE NOTICE 'a;b'; END $$"));
    seen.put("notice", String.join("|", notices));
    seen.put("two statements", send("SELECT 1; SELECT 2"));
    seen.put("two that the driver would split", send(connection, "SELECT 1; SELECT 2"));
    seen.put("position", send("SELECT\n 1, nowhere"));
    seen.put("create", send("CREATE TABLE t (v int)"));
    seen.put("copy from", send("COPY t FROM STDIN"));
    seen.put("copy to", send("COPY t TO STDOUT"));
    seen.put("usable after copy", send("INSERT INTO t VALUES (1)"));

    connection.setAutoCommit(false);
    seen.put("begins", send("INSERT INTO t SELECT generate_series(1, 5000)"));
    connection.rollback();
    seen.put("rolled back", send(isTrue("(SELECT count(*) FROM t) = 1")));
    seen.put("sequence", send("CREATE SEQUENCE s"));
    seen.put("all rows", send("SELECT nextval('s') FROM generate_series(1, 5000)"));
    seen.put("to the last", send(isTrue("(SELECT last_value FROM s) = 5000")));
    connection.commit();
    connection.setReadOnly(true);
    seen.put("read only", send("INSERT INTO t VALUES (2)"));
    connection.rollback();
    connection.setReadOnly(false);
    connection.setAutoCommit(true);

    seen.put(
        "time-out",
        send(wrapping(DriverScenario::oneSecond), "SELECT pg_sleep(60)" + PAST_ITS_PARSER));
    seen.put(
        "no way through the wrapping",
        send(wrapping(DriverScenario::closedTo), "SELECT 1; SELECT 2"));
    return seen;
  }

  private static String isTrue(String condition) {
    return "SELECT 1 / CASE WHEN %s THEN 1 ELSE 0 END".formatted(condition);
  }

  private String send(String sql) {
    return send(connection, sql + PAST_ITS_PARSER);
  }

  private String send(Connection target, String sql) {
    try {
      new StatementRunner(target, SessionPremise.UTC, notices::add)
          .run(new SqlStatement(sql, 1, 1, List.of()));
      return "done";
    } catch (StatementException e) {
      return e.line() + ":" + e.column() + " " + e.reason();
    }
  }

  /** As a pool does, which hands out statements of its own making. */
  private Connection wrapping(UnaryOperator<Statement> wrapper) {
    return (Connection)
        Proxy.newProxyInstance(
            DriverScenario.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, args) ->
                method.getName().equals("createStatement")
                    ? wrapper.apply(connection.createStatement())
                    : method.invoke(connection, args));
  }

  private static Statement oneSecond(Statement statement) {
    try {
      statement.setQueryTimeout(1);
      return statement;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Statement closedTo(Statement statement) {
    return (Statement)
        Proxy.newProxyInstance(
            DriverScenario.class.getClassLoader(),
            new Class<?>[] {Statement.class},
            (proxy, method, args) -> {
              if (method.getName().equals("unwrap")) {
                throw new SQLException("This wraps nothing that is told.");
              }
              try {
                return method.invoke(statement, args);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
