package dev.nof1.schema.benchmarks;

import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** A container for every class. */
final class ContainerForClass extends OtherTool {
  private @Nullable PostgreSQLContainer container;

  @Override
  DataSource next() {
    PostgreSQLContainer started = ContainerForJvm.start();
    container = started;
    DataSource database = ContainerForJvm.dataSource(started, started.getDatabaseName());
    up(database);
    return database;
  }

  @Override
  void over() {
    if (container != null) {
      container.stop();
    }
  }
}
