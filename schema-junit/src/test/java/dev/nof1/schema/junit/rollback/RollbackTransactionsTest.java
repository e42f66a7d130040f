package dev.nof1.schema.junit.rollback;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.junit.Isolation;
import dev.nof1.schema.junit.MigratedDatabase;
import dev.nof1.schema.junit.fixture.Kit;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.PGConnection;

/**
 * What code does with several connections comes to the same with {@link Isolation#ROLLBACK} as with
 * {@link Isolation#METHOD}, or is refused.
 */
class RollbackTransactionsTest {
  private static final String REFUSED =
      "With Isolation.ROLLBACK all connections of a test are one session";
  private static final String TITLES =
      "SELECT coalesce(string_agg(title, ',' ORDER BY title), '') FROM book";

  /** What they do comes to, by isolation. */
  private static final Map<String, Map<String, String>> RESULTS = new ConcurrentHashMap<>();

  /** What code does on a database, and what it sees then. */
  interface Pattern {
    String run(DataSource database) throws Exception;
  }

  private static final Map<String, Pattern> PATTERNS = new LinkedHashMap<>();

  /** Those that one session cannot do. */
  private static final Set<String> TWO_TRANSACTIONS =
      Set.of(
          "another's rollback, then a commit",
          "another's commit, then a rollback",
          "an auto-commit row inside a transaction that is rolled back",
          "an auto-commit row inside a transaction that is committed",
          "requires new, outer rolled back",
          "requires new, inner rolled back",
          "closing another that has written",
          "uncommitted rows are not seen by others",
          "skip locked",
          "two threads, alternating",
          "a savepoint inside another's transaction",
          "copy inside another's transaction");

  @Test
  void comeToTheSameOrAreRefused() {
    Kit.passing(2 * PATTERNS.size(), Rolled.class, Fresh.class);
    Map<String, String> method = results("METHOD");
    Map<String, String> differing = new TreeMap<>();
    List<String> refused = new ArrayList<>();
    results("ROLLBACK")
        .forEach(
            (name, result) -> {
              if (result.startsWith(REFUSED)) {
                refused.add(name);
              } else if (!result.equals(method.get(name))) {
                differing.put(name, result + " instead of " + method.get(name));
              }
            });
    assertThat(differing).isEmpty();
    assertThat(refused).containsExactlyInAnyOrderElementsOf(TWO_TRANSACTIONS);
  }

  static Stream<String> patterns() {
    return PATTERNS.keySet().stream();
  }

  static void tables(Connection connection) throws SQLException {
    Kit.run(
        connection,
        """
        CREATE TABLE book (id int PRIMARY KEY, title text, UNIQUE (title) DEFERRABLE);
        CREATE TABLE review (book int CONSTRAINT "of a Book" REFERENCES book DEFERRABLE INITIALLY DEFERRED);
        CREATE TABLE stamp (n int);
        CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS
          'BEGIN INSERT INTO public.stamp VALUES (1); RETURN NULL; END';
        CREATE CONSTRAINT TRIGGER stamps AFTER INSERT ON book
          DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION stamp();
        """);
  }

  @MigratedDatabase(isolation = Isolation.ROLLBACK, version = "base", seeds = "#tables")
  static class Rolled {
    static void tables(Connection connection) throws SQLException {
      RollbackTransactionsTest.tables(connection);
    }

    @ParameterizedTest
    @MethodSource("dev.nof1.schema.junit.rollback.RollbackTransactionsTest#patterns")
    void runs(String pattern, DataSource database) {
      record("ROLLBACK", pattern, database);
    }
  }

  @MigratedDatabase(isolation = Isolation.METHOD, version = "base", seeds = "#tables")
  static class Fresh {
    static void tables(Connection connection) throws SQLException {
      RollbackTransactionsTest.tables(connection);
    }

    @ParameterizedTest
    @MethodSource("dev.nof1.schema.junit.rollback.RollbackTransactionsTest#patterns")
    void runs(String pattern, DataSource database) {
      record("METHOD", pattern, database);
    }
  }

  private static void record(String isolation, String name, DataSource database) {
    String result;
    try {
      result = String.valueOf(requireNonNull(PATTERNS.get(name)).run(database));
    } catch (ExecutionException e) {
      result = requireNonNull(e.getCause()).toString().replaceFirst("^java.sql.SQLException: ", "");
    } catch (Exception e) {
      result = String.valueOf(e.getMessage());
    }
    results(isolation).put(name, result);
  }

  private static Map<String, String> results(String isolation) {
    return RESULTS.computeIfAbsent(isolation, i -> new ConcurrentHashMap<>());
  }

  private static void insert(Connection connection, int id, String title) throws SQLException {
    Kit.run(connection, "INSERT INTO book VALUES (%d, '%s')".formatted(id, title));
  }

  private static Connection transaction(DataSource database) throws SQLException {
    Connection connection = database.getConnection();
    connection.setAutoCommit(false);
    return connection;
  }

  private static String titles(DataSource database) throws SQLException {
    return Kit.one(database, TITLES);
  }

  private static String state(Work work) throws Exception {
    try {
      work.run();
      return "passes";
    } catch (SQLException e) {
      return String.valueOf(e.getMessage()).startsWith(REFUSED)
          ? String.valueOf(e.getMessage())
          : String.valueOf(e.getSQLState());
    }
  }

  interface Work {
    void run() throws Exception;
  }

  // Two transactions at once.
  static {
    PATTERNS.put(
        "another's rollback, then a commit",
        database -> {
          try (Connection a = transaction(database);
              Connection b = transaction(database)) {
            insert(a, 1, "a");
            insert(b, 2, "b");
            b.rollback();
            a.commit();
          }
          return titles(database);
        });
    PATTERNS.put(
        "another's commit, then a rollback",
        database -> {
          try (Connection a = transaction(database);
              Connection b = transaction(database)) {
            insert(a, 1, "a");
            insert(b, 2, "b");
            b.commit();
            a.rollback();
          }
          return titles(database);
        });
    PATTERNS.put(
        "an auto-commit row inside a transaction that is rolled back",
        database -> {
          try (Connection outer = transaction(database)) {
            insert(outer, 1, "order");
            try (Connection inner = database.getConnection()) {
              insert(inner, 2, "audit");
            }
            outer.rollback();
          }
          return titles(database);
        });
    PATTERNS.put(
        "an auto-commit row inside a transaction that is committed",
        database -> {
          try (Connection outer = transaction(database)) {
            insert(outer, 1, "order");
            try (Connection inner = database.getConnection()) {
              insert(inner, 2, "audit");
            }
            outer.commit();
          }
          return titles(database);
        });
    PATTERNS.put(
        "requires new, outer rolled back",
        database -> {
          try (Connection outer = transaction(database)) {
            insert(outer, 1, "order");
            try (Connection inner = transaction(database)) {
              insert(inner, 2, "audit");
              inner.commit();
            }
            outer.rollback();
          }
          return titles(database);
        });
    PATTERNS.put(
        "requires new, inner rolled back",
        database -> {
          try (Connection outer = transaction(database)) {
            insert(outer, 1, "order");
            try (Connection inner = transaction(database)) {
              insert(inner, 2, "audit");
              inner.rollback();
            }
            outer.commit();
          }
          return titles(database);
        });
    PATTERNS.put(
        "closing another that has written",
        database -> {
          try (Connection a = transaction(database)) {
            insert(a, 1, "a");
            try (Connection b = transaction(database)) {
              insert(b, 2, "b");
            }
            a.commit();
          }
          return titles(database);
        });
    PATTERNS.put(
        "uncommitted rows are not seen by others",
        database -> {
          try (Connection a = transaction(database)) {
            insert(a, 1, "a");
            return titles(database);
          }
        });
    PATTERNS.put(
        "skip locked",
        database -> {
          try (Connection a = database.getConnection()) {
            insert(a, 1, "a");
            a.setAutoCommit(false);
            Kit.one(a, "SELECT id FROM book FOR UPDATE");
            return Kit.one(
                database,
                "SELECT count(*) FROM (SELECT 1 FROM book FOR UPDATE SKIP LOCKED) AS free");
          }
        });
    PATTERNS.put(
        "two threads, alternating",
        database -> {
          try (Connection a = transaction(database)) {
            insert(a, 1, "a");
            ExecutorService other = Executors.newSingleThreadExecutor();
            try {
              other
                  .submit(
                      () -> {
                        try (Connection b = transaction(database)) {
                          insert(b, 2, "b");
                          b.commit();
                        }
                        return null;
                      })
                  .get();
            } finally {
              other.shutdown();
            }
            a.rollback();
          }
          return titles(database);
        });
    PATTERNS.put(
        "a savepoint inside another's transaction",
        database -> {
          try (Connection a = transaction(database);
              Connection b = transaction(database)) {
            insert(a, 1, "a");
            b.setSavepoint();
            b.rollback();
            a.commit();
          }
          return titles(database);
        });
    PATTERNS.put(
        "copy inside another's transaction",
        database -> {
          try (Connection a = transaction(database);
              Connection b = database.getConnection()) {
            insert(a, 1, "a");
            copy(b);
            a.rollback();
          }
          return titles(database);
        });
  }

  private static void copy(Connection connection) throws Exception {
    connection
        .unwrap(PGConnection.class)
        .getCopyAPI()
        .copyIn("COPY book FROM STDIN CSV", new java.io.StringReader("7,copied\n"));
  }

  // One after the other.
  static {
    PATTERNS.put(
        "closing after a commit leaves what another writes",
        database -> {
          Connection a = transaction(database);
          insert(a, 1, "a");
          a.commit();
          try (Connection b = transaction(database)) {
            insert(b, 2, "b");
            a.close();
            b.commit();
          }
          return titles(database);
        });
    PATTERNS.put(
        "one that has not begun does not end another's",
        database -> {
          try (Connection a = transaction(database);
              Connection b = transaction(database)) {
            insert(a, 1, "a");
            b.rollback();
            b.commit();
            b.setAutoCommit(true);
            a.rollback();
            insert(b, 2, "b");
          }
          return titles(database);
        });
    PATTERNS.put(
        "to begin does not commit another's",
        database -> {
          try (Connection a = transaction(database);
              Connection b = database.getConnection()) {
            insert(a, 1, "a");
            b.setAutoCommit(false);
            a.rollback();
          }
          return titles(database);
        });
    PATTERNS.put(
        "one after the other",
        database -> {
          try (Connection a = transaction(database);
              Connection b = transaction(database)) {
            insert(a, 1, "a");
            a.commit();
            insert(b, 2, "b");
            b.rollback();
            insert(a, 3, "c");
            a.commit();
          }
          return titles(database);
        });
    PATTERNS.put(
        "eight threads of single statements",
        database -> {
          ExecutorService pool = Executors.newFixedThreadPool(8);
          List<Future<?>> all = new ArrayList<>();
          for (int i = 0; i < 50; i++) {
            int id = i;
            all.add(
                pool.submit(
                    () -> {
                      try (Connection connection = database.getConnection()) {
                        insert(connection, id, "t" + id);
                      }
                      return null;
                    }));
          }
          for (Future<?> each : all) {
            each.get();
          }
          pool.shutdown();
          return Kit.one(database, "SELECT count(*) FROM book");
        });
    PATTERNS.put(
        "a failed transaction, and another goes on",
        database -> {
          String first;
          try (Connection a = transaction(database)) {
            insert(a, 1, "a");
            first = state(() -> insert(a, 1, "again"));
          }
          try (Connection b = transaction(database)) {
            insert(b, 2, "b");
            b.commit();
          }
          return first + titles(database);
        });
    PATTERNS.put(
        "a read-only transaction refuses to write",
        database -> {
          try (Connection a = database.getConnection()) {
            a.setReadOnly(true);
            a.setAutoCommit(false);
            String first = state(() -> insert(a, 1, "a"));
            a.rollback();
            a.setReadOnly(false);
            insert(a, 2, "b");
            a.commit();
            return first + titles(database);
          }
        });
    PATTERNS.put(
        "rows that fail late leave nothing behind",
        database -> {
          try (Connection a = database.getConnection();
              Statement statement = a.createStatement()) {
            statement.setFetchSize(2);
            String state =
                state(
                    () -> {
                      try (ResultSet rows =
                          statement.executeQuery(
                              "SELECT 1 / (5 - n) FROM generate_series(1, 9) n")) {
                        while (rows.next()) {
                          rows.getInt(1);
                        }
                      }
                    });
            insert(a, 1, "a");
            return state + titles(database);
          }
        });
    PATTERNS.put(
        "a batch of which one fails",
        database -> {
          try (Connection a = transaction(database);
              PreparedStatement insert = a.prepareStatement("INSERT INTO book VALUES (?, ?)")) {
            for (int id : new int[] {1, 2, 1}) {
              insert.setInt(1, id);
              insert.setString(2, "t" + id);
              insert.addBatch();
            }
            String state = state(insert::executeBatch);
            a.rollback();
            return state + titles(database);
          }
        });
    PATTERNS.put(
        "what statements and rows name as their connection",
        database -> {
          try (Connection a = transaction(database);
              Statement statement = a.createStatement();
              ResultSet rows = statement.executeQuery("SELECT 1")) {
            insert(a, 1, "a");
            boolean same =
                statement.getConnection() == a
                    && rows.getStatement() == statement
                    && a.getMetaData().getConnection() == a;
            statement.getConnection().commit();
            a.rollback();
            return same + titles(database);
          }
        });
    PATTERNS.put(
        "a statement of a closed connection",
        database -> {
          Connection a = database.getConnection();
          Statement statement = a.createStatement();
          a.close();
          try {
            statement.execute("INSERT INTO book VALUES (1, 'a')");
            return "passes";
          } catch (SQLException e) {
            return "fails" + titles(database);
          }
        });
    PATTERNS.put(
        "copied rows are rolled back",
        database -> {
          try (Connection a = transaction(database)) {
            copy(a);
            a.rollback();
          }
          return titles(database);
        });
  }

  // Deferred constraints.
  static {
    PATTERNS.put(
        "a commit checks",
        database -> {
          try (Connection a = transaction(database)) {
            Kit.run(a, "INSERT INTO review VALUES (99)");
            return state(a::commit) + Kit.one(a, "SELECT count(*) FROM review");
          }
        });
    PATTERNS.put(
        "auto-commit checks",
        database -> {
          try (Connection a = database.getConnection()) {
            return state(() -> Kit.run(a, "INSERT INTO review VALUES (99)"))
                + Kit.one(a, "SELECT count(*) FROM review");
          }
        });
    PATTERNS.put(
        "the child before its parent, twice",
        database -> {
          try (Connection a = transaction(database)) {
            for (int i = 0; i < 2; i++) {
              Kit.run(a, "INSERT INTO review VALUES (" + i + ")");
              insert(a, i, "t" + i);
              a.commit();
            }
          }
          return titles(database);
        });
    PATTERNS.put(
        "closing a transaction that would not pass",
        database -> {
          try (Connection a = transaction(database)) {
            Kit.run(a, "INSERT INTO review VALUES (99)");
          }
          return Kit.one(database, "SELECT count(*) FROM review");
        });
    PATTERNS.put(
        "what a transaction defers is immediate in the next",
        database -> {
          try (Connection a = transaction(database)) {
            insert(a, 1, "a");
            insert(a, 2, "b");
            Kit.run(a, "SET CONSTRAINTS ALL DEFERRED");
            Kit.run(a, "UPDATE book SET title = 'b' WHERE id = 1");
            Kit.run(a, "UPDATE book SET title = 'a' WHERE id = 2");
            a.commit();
            return state(() -> Kit.run(a, "UPDATE book SET title = 'a' WHERE id = 1"));
          }
        });
    PATTERNS.put(
        "what a transaction makes immediate is deferred in the next",
        database -> {
          try (Connection a = transaction(database)) {
            Kit.run(a, "SET CONSTRAINTS ALL IMMEDIATE");
            a.commit();
            Kit.run(a, "INSERT INTO review VALUES (1)");
            insert(a, 1, "a");
            a.commit();
            return titles(database);
          }
        });
    PATTERNS.put(
        "what a deferred trigger writes stays",
        database -> {
          try (Connection a = transaction(database)) {
            insert(a, 1, "a");
            String before = Kit.one(a, "SELECT count(*) FROM stamp");
            a.commit();
            return before + Kit.one(a, "SELECT count(*) FROM stamp");
          }
        });
    PATTERNS.put(
        "a constraint that the test makes",
        database -> {
          try (Connection a = transaction(database)) {
            insert(a, 1, "a");
            a.commit();
            Kit.run(a, "CREATE TABLE note (book int REFERENCES book INITIALLY DEFERRED)");
            Kit.run(a, "INSERT INTO note VALUES (2)");
            insert(a, 2, "b");
            a.commit();
            Kit.run(a, "INSERT INTO note VALUES (99)");
            return state(a::commit);
          }
        });
  }

  // Settings.
  static {
    PATTERNS.put(
        "the schema of a closed connection",
        database -> {
          try (Connection a = database.getConnection()) {
            a.setSchema("pg_catalog");
          }
          return Kit.one(database, "SELECT current_schema()");
        });
    PATTERNS.put(
        "a setting for one transaction of a closed connection",
        database -> {
          try (Connection a = transaction(database)) {
            Kit.one(a, "SELECT set_config('app.tenant', '1', true)");
            a.commit();
          }
          return Kit.one(database, "SELECT coalesce(current_setting('app.tenant', true), '')");
        });
    PATTERNS.put(
        "each connection has its own",
        database -> {
          try (Connection a = database.getConnection();
              Connection b = database.getConnection()) {
            Kit.run(a, "SET search_path = pg_catalog; SET statement_timeout = '7min'");
            String ofB = Kit.one(b, "SELECT current_schema() || current_setting('work_mem')");
            Kit.run(b, "SET work_mem = '5MB'");
            return ofB
                + Kit.one(
                    a,
                    "SELECT current_schema() || current_setting('statement_timeout') ||"
                        + " current_setting('work_mem')")
                + Kit.one(b, "SELECT current_setting('work_mem')");
          }
        });
    PATTERNS.put(
        "a role of a closed connection",
        database -> {
          try (Connection a = database.getConnection()) {
            Kit.run(a, "SET ROLE pg_monitor");
          }
          return Kit.one(database, "SELECT current_user = session_user");
        });
    PATTERNS.put(
        "a role of an open connection",
        database -> {
          try (Connection a = database.getConnection()) {
            Kit.run(a, "SET ROLE pg_monitor");
            return Kit.one(database, "SELECT current_user = session_user")
                + Kit.one(a, "SELECT current_user");
          }
        });
    PATTERNS.put(
        "a setting that is rolled back",
        database -> {
          try (Connection a = transaction(database)) {
            Kit.run(a, "SET work_mem = '5MB'");
            a.rollback();
            Kit.run(a, "SET work_mem = '6MB'");
            a.commit();
            return Kit.one(database, "SHOW work_mem") + Kit.one(a, "SHOW work_mem");
          }
        });
    PATTERNS.put(
        "what the driver sets",
        database -> {
          try (Connection a = database.getConnection()) {
            String settings =
                "SELECT current_setting('extra_float_digits') ||"
                    + " current_setting('application_name') || current_setting('TimeZone')";
            String first = Kit.one(a, settings);
            return first + Kit.one(database, settings) + Kit.one(a, settings);
          }
        });
  }
}
