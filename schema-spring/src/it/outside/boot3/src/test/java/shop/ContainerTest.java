package shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.error.ServerException;
import dev.nof1.schema.postgres.ContainerServer;
import dev.nof1.schema.postgres.ServerSettings;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;

/** Server in a container, with the Testcontainers 1.21 that Spring Boot 3.5 manages. */
class ContainerTest {
  private static final String IMAGE = "postgres:15";

  @Test
  void startsOrSaysThatThereIsNoEngine() throws SQLException {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      assertThatThrownBy(() -> ContainerServer.start(IMAGE, ServerSettings.defaults()))
          .isInstanceOf(ServerException.class)
          .hasMessageContaining("needs a Docker engine, and none can be reached");
      return;
    }
    try (ContainerServer server = ContainerServer.start(IMAGE, ServerSettings.defaults());
        Connection connection = server.dataSource("postgres").getConnection()) {
      assertThat(connection.getMetaData().getDatabaseProductVersion())
          .startsWith(server.version());
    }
  }
}
