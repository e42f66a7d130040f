package dev.nof1.schema.benchmarks;

import java.io.File;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.apache.ibatis.migration.DataSourceConnectionProvider;
import org.apache.ibatis.migration.FileMigrationLoader;
import org.apache.ibatis.migration.operations.UpOperation;
import org.apache.ibatis.migration.options.DatabaseOperationOption;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** The base class that users of other tools write: a database before the class's tests. */
abstract class OtherTool implements BeforeAllCallback, AfterAllCallback, ParameterResolver {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private @Nullable DataSource database;

  /** A migrated database that nobody has used. */
  abstract DataSource next() throws Exception;

  /** Gives up what was made for one class. */
  void over() {}

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    database = next();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    over();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == DataSource.class;
  }

  @Override
  public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return database;
  }

  /** Creates an empty database and returns its name. */
  static String create(DataSource maintenance) throws SQLException {
    String name = "class_" + NUMBER.incrementAndGet();
    try (Connection connection = maintenance.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    return name;
  }

  /** What MyBatis's {@code migrate up} does, without a JVM of its own. */
  static void up(DataSource database) {
    Properties variables = new Properties();
    variables.setProperty("changelog", "CHANGELOG");
    FileMigrationLoader scripts =
        new FileMigrationLoader(new File(Settings.MIGRATIONS.get()), "UTF-8", variables);
    new UpOperation()
        .operate(
            new DataSourceConnectionProvider(database),
            scripts,
            new DatabaseOperationOption(),
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
  }
}
