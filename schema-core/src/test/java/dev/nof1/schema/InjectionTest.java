package dev.nof1.schema;

import static dev.nof1.schema.fixture.TestServer.execute;
import static dev.nof1.schema.fixture.TestServer.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.error.RepositoryException;
import dev.nof1.schema.fixture.ScriptFolder;
import dev.nof1.schema.fixture.TestServer;
import dev.nof1.schema.plan.State;
import dev.nof1.schema.plan.Target;
import java.nio.file.Path;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SQL in what is a name: it is kept as a name, or refused as one; it never runs. */
class InjectionTest {
  @TempDir private Path folder;
  private final DataSource database = TestServer.emptyDatabase();
  private ScriptFolder scripts = new ScriptFolder(Path.of("."));

  @BeforeEach
  void createVictim() {
    execute(database, "CREATE TABLE victim (a int)");
    scripts = ScriptFolder.withChangelog(folder);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x'); DROP TABLE victim; --",
        "x\"; DROP TABLE victim; --",
        "x\n; DROP TABLE victim; --",
        "$$; DROP TABLE victim; $$",
        "\\'; DROP TABLE victim; --",
        "${changelog}; DROP TABLE victim",
        "? ?1 $1 {fn now()} %s %n"
      })
  void ofADescriptionIsKeptAsItIs(String description) {
    scripts.script("2_" + description + ".sql", "SELECT 1;\n-- //@UNDO\nSELECT 1;\n");
    Migrations migrations = scripts.migrations(database);

    migrations.up();

    assertThat(query(database, "SELECT description FROM changelog WHERE id = 2"))
        .containsExactly(description.replace('_', ' '));
    assertThat(migrations.status().current()).map(m -> m.description()).contains(description);
    migrations.run(Target.base());
    assertVictimLives();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"2;DROP TABLE victim;--", "2)", "'2'", "2--", "0x2", "1e999999999", "NaN"})
  void ofAnIdIsRefused(String id) {
    scripts.script(id + "_x.sql", "SELECT 1;");

    assertThatThrownBy(scripts.migrations(database)::up)
        .isInstanceOf(RepositoryException.class)
        .hasMessageContaining("the name does not start with a number and an underscore");
    assertVictimLives();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "changelog; DROP TABLE victim",
        "changelog--",
        "changelog/**/",
        "a.b.c",
        "\"a\"b\"",
        "\"\"",
        "(SELECT 1)",
        "victim WHERE true",
        "",
        " ",
        "'changelog'",
        "chan\u0000ge"
      })
  void ofAChangelogIsRefused(String changelog) {
    assertThatThrownBy(
            () ->
                Migrations.builder(database)
                    .source(scripts.source())
                    .changelog(changelog)
                    .build()
                    .up())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("cannot be the name of the changelog table");
    assertVictimLives();
  }

  @Test
  void inAQuotedChangelogIsAName() {
    String changelog = "\"x; DROP TABLE victim; --'\"";
    Migrations migrations =
        Migrations.builder(database).source(scripts.source()).changelog(changelog).build();

    migrations.up();
    assertThat(query(database, "SELECT id FROM " + changelog)).containsExactly("1");
    migrations.run(Target.base());
    assertVictimLives();
  }

  @Test
  void ofARowOfTheChangelogIsOnlyText() {
    execute(
        database,
        "CREATE TABLE changelog (id numeric(20,0) PRIMARY KEY, applied_at varchar(25), description varchar(255))",
        "INSERT INTO changelog VALUES (1, '''; DROP TABLE victim', '''); DROP TABLE victim; --')");
    Migrations migrations = scripts.migrations(database);

    assertThat(migrations.status().in(State.APPLIED)).hasSize(1);
    migrations.up();
    migrations.down(1);
    assertVictimLives();
  }

  private void assertVictimLives() {
    assertThat(query(database, "SELECT to_regclass('victim')")).isEqualTo(List.of("victim"));
  }
}
