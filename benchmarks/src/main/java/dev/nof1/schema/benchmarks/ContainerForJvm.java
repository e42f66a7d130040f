package dev.nof1.schema.benchmarks;

import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** One container for the JVM, and every class migrates a database of its own. */
final class ContainerForJvm extends OtherTool {

  /** Started by the first class; removed by Testcontainers after the JVM. */
  private static final class Server {
    static final PostgreSQLContainer CONTAINER = start();
  }

  static PostgreSQLContainer start() {
    PostgreSQLContainer container =
        new PostgreSQLContainer(
            DockerImageName.parse(Settings.IMAGE.get()).asCompatibleSubstituteFor("postgres"));
    container.start();
    Runtime.getRuntime().addShutdownHook(new Thread(container::stop));
    return container;
  }

  static PGSimpleDataSource dataSource(PostgreSQLContainer container, String database) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setURL(container.getJdbcUrl());
    source.setDatabaseName(database);
    source.setUser(container.getUsername());
    source.setPassword(container.getPassword());
    return source;
  }

  @Override
  DataSource next() throws Exception {
    PostgreSQLContainer container = Server.CONTAINER;
    DataSource database =
        dataSource(container, create(dataSource(container, container.getDatabaseName())));
    up(database);
    return database;
  }
}
