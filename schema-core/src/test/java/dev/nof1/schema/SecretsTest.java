package dev.nof1.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nof1.schema.environment.ConnectionSettings;
import dev.nof1.schema.environment.DriverSettings;
import dev.nof1.schema.error.SchemaException;
import dev.nof1.schema.fixture.ScriptFolder;
import dev.nof1.schema.fixture.TestServer;
import dev.nof1.schema.plan.Target;
import dev.nof1.schema.postgres.ExternalServer;
import dev.nof1.schema.postgres.NamedDatabase;
import dev.nof1.schema.repository.ScriptSettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** No password in what is thrown, causes included: applications log all of it. */
class SecretsTest {
  private static final String SECRET = "pa55-of-core";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:1/x", "SERVER/postgres", "SERVER/no_such_database"})
  void noFailureToConnectShowsThePassword(String place) {
    String address = place.replace("SERVER", "127.0.0.1:" + TestServer.server().port());
    ConnectionSettings settings =
        new ConnectionSettings(
            "jdbc:postgresql://" + address + "?password=" + SECRET, "postgres", null);
    PGSimpleDataSource source = settings.dataSource("secrets");
    Migrations migrations = Migrations.of(source);
    NamedDatabase named = NamedDatabase.of(source);

    List<Runnable> calls =
        List.of(
            migrations::up,
            migrations::status,
            () -> migrations.records().verify(),
            () -> migrations.plan(Target.head()),
            named::create,
            () -> named.drop(false),
            () ->
                named.await(Duration.ZERO, progress -> assertThat(progress).doesNotContain(SECRET)),
            () -> ExternalServer.of(settings.url(), "postgres", null));
    for (Runnable call : calls) {
      assertThat(thrown(call)).isNotEmpty().doesNotContain(SECRET);
    }
    assertThat(settings.toString()).doesNotContain(SECRET);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql:/u:SECRET@h/d",
        "jdbc:postgresql://u:SECRET@h:5432/d",
        "jdbc:postgresql://h:port/d?password=SECRET",
        "postgresql://u:SECRET@h/d",
        "SECRET"
      })
  void noUrlThatIsNoneIsShown(String url) {
    assertThat(thrown(() -> new ConnectionSettings(url.replace("SECRET", SECRET), "u", SECRET)))
        .isNotEmpty()
        .doesNotContain(SECRET);
  }

  @Test
  void aDriverThatSaysAllItKnowsIsNotRepeated() {
    DriverSettings settings =
        new DriverSettings(
            "x.Driver",
            new ConnectionSettings("jdbc:postgresql://h/d?password=" + SECRET, "u", "pw-of-key"));
    var source = settings.dataSource(new TalkativeDriver(), "secrets");

    SQLException e = catchThrowableOfType(SQLException.class, source::getConnection);

    assertThat(trace(e)).contains("no way to").doesNotContain(SECRET).doesNotContain("pw-of-key");
    assertThat(settings.toString())
        .isEqualTo("DriverSettings[x.Driver, jdbc:postgresql://h/d?password=***, user u]");
  }

  @Test
  void theMessageOfAFailureHasNoValueOfAVariable() {
    ScriptFolder scripts =
        ScriptFolder.withChangelog(folder)
            .script("2_cast.sql", "SELECT 1;\nSELECT '${token}'::int;\n");
    Migrations migrations =
        Migrations.builder(TestServer.emptyDatabase())
            .source(scripts.source())
            .settings(
                new ScriptSettings(
                    StandardCharsets.UTF_8,
                    ScriptSettings.DEFAULT.delimiter(),
                    Map.of("token", SECRET)))
            .build();

    SchemaException e = catchThrowableOfType(SchemaException.class, migrations::up);

    assertThat(e)
        .hasMessageContaining("invalid input syntax for type integer: \"${token}\"")
        .message()
        .doesNotContain(SECRET);
  }

  private static String thrown(Runnable call) {
    return trace(catchThrowableOfType(SchemaException.class, call::run));
  }

  private static String trace(Throwable e) {
    StringWriter text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  /** Says all that it was given, as some do. */
  private static final class TalkativeDriver implements Driver {
    @Override
    public Connection connect(String url, Properties info) throws SQLException {
      throw new SQLException("no way to " + url + " with " + info, new SQLException(url));
    }

    @Override
    public boolean acceptsURL(String url) {
      return true;
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
      return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
      return 1;
    }

    @Override
    public int getMinorVersion() {
      return 0;
    }

    @Override
    public boolean jdbcCompliant() {
      return false;
    }

    @Override
    public Logger getParentLogger() {
      return Logger.getGlobal();
    }
  }
}
