package books;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nof1.schema.Migrations;
import dev.nof1.schema.junit.Isolation;
import dev.nof1.schema.junit.MigratedDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

@MigratedDatabase(version = "20260102000000", isolation = Isolation.METHOD)
class PriceTest {
  @Test
  void oldBooksCostNothing(Migrations migrations, Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO books (title) VALUES ('Emma')");
      migrations.up(1);
      try (ResultSet row = statement.executeQuery("SELECT price FROM books")) {
        row.next();
        assertEquals("0.00", row.getString(1));
      }
    }
  }

  @Nested
  @MigratedDatabase(isolation = Isolation.ROLLBACK)
  class AtHead {
    @RepeatedTest(2)
    void isRolledBack(Connection connection) throws SQLException {
      try (Statement statement = connection.createStatement()) {
        statement.execute("INSERT INTO books (title, price) VALUES ('Persuasion', 1)");
      }
    }
  }
}
