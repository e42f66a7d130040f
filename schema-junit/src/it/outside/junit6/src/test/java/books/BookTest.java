package books;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nof1.schema.junit.MigratedDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@MigratedDatabase
class BookTest {
  @Test
  void hasTheTableOfItsOwnScripts(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO books (title, price) VALUES ('Emma', 9.99)");
      try (ResultSet row = statement.executeQuery("SELECT shop FROM books")) {
        row.next();
        assertEquals("corner shop", row.getString(1));
      }
    }
  }
}
