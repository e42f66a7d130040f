package dev.nof1.schema.cli;

import dev.nof1.schema.postgres.EmbeddedServer;
import dev.nof1.schema.postgres.ServerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Somebody's MyBatis Migrations repository, with a database of its own on a throw-away server. */
record ForeignRepository(Path path, String database) {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private static final class Holder {
    static final EmbeddedServer SERVER = EmbeddedServer.temporary(ServerSettings.defaults());
  }

  static ForeignRepository create(Path path) {
    String database = "cli_" + COUNT.incrementAndGet();
    execute("postgres", "CREATE DATABASE " + database);
    ForeignRepository repository = new ForeignRepository(path, database);
    repository.write("environments/development.properties", repository.environment());
    return repository
        .write(
            "scripts/1_create_changelog.sql",
            """
            CREATE TABLE ${changelog} (ID NUMERIC(20,0) NOT NULL PRIMARY KEY,
              APPLIED_AT VARCHAR(25) NOT NULL, DESCRIPTION VARCHAR(255) NOT NULL);
            -- //@UNDO
            DROP TABLE ${changelog};
            """)
        .write(
            "scripts/2_first.sql", "CREATE TABLE first (id int);\n-- //@UNDO\nDROP TABLE first;\n")
        .write(
            "scripts/3_second.sql",
            "CREATE TABLE second (id int);\n-- //@UNDO\nDROP TABLE second;\n");
  }

  ForeignRepository write(String file, String text) {
    Secrets.addFrom(text);
    try {
      Path target = path.resolve(file);
      Files.createDirectories(target.getParent());
      Files.writeString(target, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String read(String file) {
    try {
      return Files.readString(path.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ForeignRepository append(String file, String text) {
    try {
      Files.writeString(path.resolve(file), text, StandardOpenOption.APPEND);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first column of every row, as text. */
  List<String> query(String sql) {
    try (Connection connection = Holder.SERVER.dataSource(database).getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      List<String> values = new ArrayList<>();
      while (row.next()) {
        values.add(row.getString(1));
      }
      return values;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  void sql(String statement) {
    execute(database, statement);
  }

  /** What its environment file says of the connection. */
  String environment() {
    return """
        url=%s
        username=postgres
        password=%s
        """
        .formatted(Holder.SERVER.jdbcUrl(database), Holder.SERVER.password());
  }

  static EmbeddedServer server() {
    return Holder.SERVER;
  }

  static void execute(String database, String sql) {
    try (Connection connection = Holder.SERVER.dataSource(database).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
