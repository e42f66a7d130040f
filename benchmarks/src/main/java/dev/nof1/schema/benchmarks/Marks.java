package dev.nof1.schema.benchmarks;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** When what happened, in a forked JVM that runs test classes one after the other. */
final class Marks implements BeforeAllCallback {
  static final String PREFIX = "numbers:";

  private static final List<Long> TIMES = new ArrayList<>();

  /** Registered before the side's own extension, so that its work is measured. */
  @Override
  public void beforeAll(ExtensionContext context) {
    add();
  }

  static void add() {
    TIMES.add(System.nanoTime());
  }

  /** The test of every generated class. */
  static void query(DataSource database) throws SQLException, InterruptedException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM changelog")) {
      row.next();
      String applied = row.getString(1);
      add();
      if (!applied.equals(Settings.APPLIED.get())) {
        throw new IllegalStateException("not migrated: " + applied);
      }
    }
    Thread.sleep(Long.parseLong(Settings.PAUSE.get()));
  }

  /** Forgets them, and returns them in nanoseconds. */
  static List<Long> take() {
    List<Long> times = List.copyOf(TIMES);
    TIMES.clear();
    return times;
  }

  /** Prints the times for the JVM that forked this one. */
  static void print(List<Long> numbers) {
    System.out.println(
        numbers.stream().map(String::valueOf).collect(Collectors.joining(" ", PREFIX, "")));
  }
}
