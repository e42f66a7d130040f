package dev.nof1.schema;

import static dev.nof1.schema.fixture.TestServer.query;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.fixture.TestServer;
import dev.nof1.schema.plan.State;
import dev.nof1.schema.plan.Target;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.apache.ibatis.migration.Migrator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MyBatis's own {@code migrate} and this library in turn, on the nof1 scripts and one database. */
class StockToolTest {
  @TempDir private Path repository;
  private final String name = TestServer.createDatabase();
  private final DataSource database = TestServer.server().dataSource(name);
  private final Migrations ours = Migrations.of(database);

  @BeforeEach
  void writeEnvironment() throws IOException {
    Files.writeString(
        Files.createDirectories(repository.resolve("environments"))
            .resolve("development.properties"),
        """
        driver=org.postgresql.Driver
        url=%s
        username=postgres
        password=%s
        send_full_script=true
        changelog=CHANGELOG
        """
            .formatted(TestServer.server().jdbcUrl(name), TestServer.server().password()));
  }

  @Test
  void stockGoesUpAndDownAlone() throws Exception {
    stock("up");
    assertThat(ours.status().in(State.PENDING)).isEmpty();

    stock("down", "3");
    assertThat(relations()).isEmpty();
  }

  @Test
  void oursGoesOnWhereStockStopped() throws Exception {
    stock("up", "2");

    RunResult report = ours.up();

    assertThat(report.steps()).hasSize(1);
    assertThat(stock("status")).doesNotContain("...pending...");
  }

  @Test
  void stockGoesOnWhereOursStopped() throws Exception {
    ours.up(2);

    stock("up");

    assertThat(ours.status().in(State.PENDING)).isEmpty();
    assertThat(query(database, "SELECT count(*) FROM changelog")).containsExactly("3");
  }

  @Test
  void eachUndoesWhatTheOtherDid() throws Exception {
    stock("up");
    ours.down(1);
    stock("down");
    assertThat(ours.status().current()).map(m -> m.description()).contains("create changelog");

    ours.up();
    stock("down", "2");
    ours.run(Target.base());
    assertThat(relations()).isEmpty();
  }

  @Test
  void bothGiveTheSameSchema() throws Exception {
    stock("up");
    List<String> byStock = catalog();
    stock("down", "3");

    ours.up();

    assertThat(catalog()).isEqualTo(byStock);
  }

  private List<String> relations() {
    return query(
        database, "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace");
  }

  private List<String> catalog() {
    return query(
        database,
        """
        SELECT relname || ' ' || attname || ' ' || format_type(atttypid, atttypmod) || ' ' || attnotnull
        FROM pg_attribute JOIN pg_class c ON c.oid = attrelid WHERE relnamespace = 'public'::regnamespace AND attnum > 0 AND attname <> 'nof1_schema'
        UNION ALL
        SELECT conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
        ORDER BY 1
        """);
  }

  /** Its main class ends the JVM, so it gets one of its own. */
  private String stock(String... command)
      throws IOException, InterruptedException, URISyntaxException {
    Path scripts =
        Path.of(Objects.requireNonNull(Migrations.class.getResource("/nof1/migrations")).toURI());
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Migrator.class.getName(),
                "--path=" + repository,
                "--scriptpath=" + scripts));
    line.addAll(List.of(command));
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
