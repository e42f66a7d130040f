package dev.nof1.schema.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The least that a command on the JVM can do with a database: load the driver, connect, ask one
 * query, print its answer. Without arguments it prints one line.
 */
final class Floor {
  private Floor() {}

  public static void main(String[] args) throws SQLException {
    if (args.length == 0) {
      System.out.println("one line");
      return;
    }
    try (Connection connection = DriverManager.getConnection(args[0], args[1], args[2]);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM changelog")) {
      row.next();
      System.out.println(row.getLong(1));
    }
  }
}
