package shop;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import org.springframework.boot.testcontainers.context.ImportTestcontainers;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.testcontainers.containers.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

@Retention(RetentionPolicy.RUNTIME)
@ImportTestcontainers(Database.Containers.class)
@interface Database {

  /** One container a JVM: none of the ways to have more is quicker. */
  interface Containers {
    @ServiceConnection
    PostgreSQLContainer<?> POSTGRES =
        new PostgreSQLContainer<>(
            DockerImageName.parse(System.getenv().getOrDefault("BENCHMARK_IMAGE", "postgres:18"))
                .asCompatibleSubstituteFor("postgres"));
  }
}
