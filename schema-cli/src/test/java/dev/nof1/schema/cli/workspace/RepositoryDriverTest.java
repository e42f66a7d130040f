package dev.nof1.schema.cli.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.cli.fixture.Cli;
import dev.nof1.schema.cli.fixture.ForeignRepository;
import dev.nof1.schema.cli.fixture.LoggingDriver;
import dev.nof1.schema.cli.fixture.StockTool;
import dev.nof1.schema.cli.fixture.TestJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JDBC drivers from the repository's jars that wrap PostgreSQL's, beside the stock tool. */
class RepositoryDriverTest {
  private static final String ROWS = "SELECT id || ' ' || description FROM changelog ORDER BY id";

  @TempDir private Path folder;
  private ForeignRepository repository;

  @BeforeEach
  void createRepository() {
    repository = ForeignRepository.create(folder);
  }

  @Test
  void aDriverAroundPostgresqlsIsUsedAsTheStockToolUsesIt() throws IOException {
    LoggingDriver.install(folder.resolve("drivers/logging.jar"));
    environment("log");
    ForeignRepository other = new ForeignRepository(folder, repository.database() + "_stock");
    ForeignRepository.execute("postgres", "CREATE DATABASE " + other.database());
    other.write(
        "environments/stock.properties", properties(other.database(), "logging.LoggingDriver", ""));

    StockTool.Result stock = StockTool.fork("--path=" + folder, "--env=stock", "up");
    Cli.Result ours = run("up");

    assertThat(stock.code()).as(stock.output()).isZero();
    assertThat(ours.code()).as(ours.err()).isZero();
    assertThat(repository.query(ROWS)).isEqualTo(other.query(ROWS)).hasSize(3);
    assertThat(Files.readAllLines(folder.resolve("log")))
        .contains("connect as postgres")
        .anyMatch(line -> line.contains("CREATE TABLE first (id int)"));
    assertThat(run("down", "base").code()).isZero();
    assertThat(StockTool.fork("--path=" + folder, "--env=stock", "down", "3").code()).isZero();
    assertThat(run("status").out()).contains("is at base");
  }

  @Test
  void errorsNoticesLocksAndProgressAreThoseOfPostgresql() {
    LoggingDriver.install(folder.resolve("drivers/logging.jar"));
    environment("log");
    repository
        .write("scripts/4_notice.sql", "DROP TABLE IF EXISTS none;\n-- //@UNDO\nSELECT 1;\n")
        .write(
            "scripts/5_index.sql",
            "-- //@NO_TRANSACTION\nCREATE INDEX CONCURRENTLY i ON first (id);\n")
        .write("scripts/6_wrong.sql", "SELECT 1;\nSELECT *\n  FROM nowhere;\n");

    Cli.Result up = run("up");

    assertThat(up.code()).isEqualTo(1);
    assertThat(up.err())
        .contains("NOTICE: table \"none\" does not exist, skipping\n")
        .contains("6_wrong.sql:3:8: relation \"nowhere\" does not exist [42P01]");
    assertThat(repository.query("SELECT max(id) FROM changelog")).containsExactly("5");
    for (String command : List.of("status", "history", "verify", "pending")) {
      assertThat(run(command).err()).doesNotContain("internal error");
    }
  }

  @Test
  void whoBlocksIsSeenThroughIt() throws Exception {
    LoggingDriver.install(folder.resolve("drivers/logging.jar"));
    environment("log");
    assertThat(run("up", "2").code()).isZero();
    repository.write("scripts/3_second.sql", "ALTER TABLE first ADD COLUMN a int;\n");
    try (var blocker =
            ForeignRepository.server().dataSource(repository.database()).getConnection();
        var statement = blocker.createStatement()) {
      blocker.setAutoCommit(false);
      statement.execute("LOCK TABLE first");

      Cli.Result up = run("up", "--lock-timeout=500ms", "--lock-tries=2");

      assertThat(up.err()).contains("(try 1 of 2), blocked by server process ");
    }
  }

  @Test
  void postgresqlsOwnIsTheOneThatComesWithTheProgram() throws IOException {
    Files.createDirectories(folder.resolve("drivers"));
    Files.writeString(folder.resolve("drivers/postgresql-9.4.jar"), "no jar at all");
    repository.append("environments/development.properties", "driver=org.postgresql.Driver\n");

    assertThat(run("up").code()).isZero();
  }

  @Test
  void oneThatIsNotForTheUrlLeavesItToPostgresqls() {
    LoggingDriver.install(folder.resolve("jars/logging.jar"));
    repository.append(
        "environments/development.properties",
        "driver=logging.LoggingDriver\ndriver_path=%s\n".formatted(folder.resolve("jars")));

    assertThat(run("up").code()).isZero();
    assertThat(run("wait", "--timeout=0").code()).isZero();
  }

  @Test
  void driverPathIsRelativeToTheWorkingFolderAndGoesFirst() throws IOException {
    LoggingDriver.install(folder.resolve("jars/logging.jar"));
    TestJar.write(
        folder.resolve("drivers/logging.jar"),
        Map.of("logging/LoggingDriver.java", "package logging; public class LoggingDriver {}"),
        "java.sql.Driver",
        "logging.LoggingDriver");
    environment("log");

    assertThat(run("up").err())
        .isEqualTo(
            "schema-cli: %s asks for the driver logging.LoggingDriver, which cannot be used: the class is no JDBC driver. Nothing was run. Correct driver, or put the jars that it needs into %s.\n"
                .formatted(file(), folder.resolve("drivers")));

    repository.append("environments/development.properties", "driver_path=jars\n");
    assertThat(run("up").code()).isZero();
    assertThat(folder.resolve("log")).exists();
  }

  @Test
  void aDriverThatIsNotThereIsNamed() {
    repository.write(
        "environments/development.properties",
        properties(repository.database(), "org.example.Driver", ""));

    Cli.Result up = run("up");
    assertThat(up.code()).isEqualTo(1);
    assertThat(up.err())
        .isEqualTo(
            "schema-cli: %s asks for the driver org.example.Driver, which is in no jar of %s. Nothing was run. Put its jar there, or name its folder with --driverpath.\n"
                .formatted(file(), folder.resolve("drivers")));
    assertThat(run("status").code()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "com.mysql.cj.jdbc.Driver, jdbc:mysql://h/d?password=pa55-of-other",
    "logging.LoggingDriver, jdbc:logging:postgresql://u:pa55-of-other@h/d",
  })
  void oneForAnotherDatabaseIsRefusedByNameWithoutTheSecretsOfItsUrl(String driver, String url) {
    LoggingDriver.install(folder.resolve("drivers/logging.jar"));
    repository.write(
        "environments/development.properties", "driver=%s\nurl=%s\n".formatted(driver, url));

    Cli.Result up = run("up");

    assertThat(up.code()).isEqualTo(1);
    assertThat(up.err())
        .isEqualTo(
            "schema-cli: %s asks for the driver %s, but the database URL does not begin with jdbc:postgresql:, and only PostgreSQL is supported. Nothing was run. Remove driver and write url=jdbc:postgresql://host:port/database; a driver that wraps PostgreSQL's may stay if it takes such a URL.\n"
                .formatted(file(), driver));
    assertThat(run("status").code()).isEqualTo(3);
  }

  @Test
  void aDriverThatQuotesItsUrlAndPasswordIsNotRepeated() {
    LoggingDriver.install(folder.resolve("drivers/logging.jar"));
    repository.write(
        "environments/development.properties",
        "driver=logging.LoggingDriver\nurl=jdbc:postgresql://h/d?password=pa55-in-url&log=fail\nusername=u\npassword=pa55-in-file\n");

    Cli.Result up = run("up");

    assertThat(up.code()).isEqualTo(1);
    assertThat(up.err())
        .contains("cannot be used: no way to jdbc:postgresql://h/d?password=*** with *** [08001]");
  }

  @Test
  void whatNeedsAnAddressSaysSo() {
    LoggingDriver.install(folder.resolve("drivers/logging.jar"));
    environment("log");

    Cli.Result wait = run("wait");

    assertThat(wait.code()).isEqualTo(3);
    assertThat(wait.err())
        .isEqualTo(
            "schema-cli: This needs the address of the server, and only the driver logging.LoggingDriver can read that from its URL. Nothing was changed. Use an environment without driver and with url=jdbc:postgresql://host:port/database.\n");
    assertThat(run("drop-db", "--yes").code()).isEqualTo(1);
  }

  private Path file() {
    return folder.resolve("environments/development.properties");
  }

  private void environment(String log) {
    repository.write(
        "environments/development.properties",
        properties(repository.database(), "logging.LoggingDriver", "log=" + folder.resolve(log)));
  }

  private static String properties(String database, String driver, String parameter) {
    String url = ForeignRepository.server().jdbcUrl(database);
    return "driver=%s\nurl=%s%s\nusername=postgres\npassword=%s\nchangelog=changelog\n"
        .formatted(
            driver,
            url,
            parameter.isEmpty() ? "" : (url.contains("?") ? "&" : "?") + parameter,
            ForeignRepository.server().password());
  }

  private Cli.Result run(String... args) {
    String[] line = java.util.Arrays.copyOf(args, args.length + 1);
    line[args.length] = "--path=" + folder;
    return Cli.in(folder).run(line);
  }
}
