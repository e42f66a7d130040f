package dev.nof1.schema;

import static dev.nof1.schema.fixture.TestServer.query;
import static dev.nof1.schema.fixture.TestServer.tablesBesideChangelog;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.nof1.schema.event.MigrationListener;
import dev.nof1.schema.fixture.ScriptFolder;
import dev.nof1.schema.fixture.TestServer;
import dev.nof1.schema.plan.Step;
import dev.nof1.schema.repository.ScriptSettings;
import dev.nof1.schema.sql.Delimiter;
import dev.nof1.schema.sql.SecretNames;
import dev.nof1.schema.sql.SqlStatement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Variables that are defined, that are not, and whose values may be seen. */
class VariablesTest {
  private static final String DEFINE =
      " a value: a line %1$s=… in the environment file or MIGRATIONS_%2$s; in tests nof1.test.variable.%1$s; from Java variable(\"%1$s\", …).";

  @TempDir private Path folder;
  private final DataSource database = TestServer.emptyDatabase();
  private ScriptFolder scripts;

  @BeforeEach
  void writeScripts() {
    scripts = ScriptFolder.withChangelog(folder);
  }

  @Test
  void oneThatIsNotDefinedIsNamedBeforeAnythingRuns() {
    scripts
        .table(2, "t")
        .script("3_grant.sql", "SELECT 1;\nGRANT SELECT ON t TO ${reader};\n-- //@UNDO\nSELECT 1;");

    assertThatThrownBy(() -> migrations(Map.of()).up())
        .hasMessage(
            folder
                + "/3_grant.sql:2:22: the variable ${reader} is not defined. Nothing was run. Give it"
                + DEFINE.formatted("reader", "READER"));
    assertThat(tablesBesideChangelog(database)).isEmpty();
  }

  @Test
  void severalAreNamedAtOnce() {
    scripts.script("2_t.sql", "CREATE TABLE ${s}.t ();\nGRANT ALL ON ${s}.t TO ${who};\n");

    assertThatThrownBy(() -> migrations(Map.of()).up())
        .hasMessageContaining(
            "2_t.sql:1:14: the variables ${s}, ${who} are not defined. Nothing was run. Give each");
  }

  @Test
  void theUndoSectionIsLookedAtBeforeItRuns() {
    scripts.script("2_t.sql", "CREATE TABLE t ();\n-- //@UNDO\nDROP TABLE ${t};\n");
    Migrations migrations = migrations(Map.of());
    migrations.up();

    assertThatThrownBy(() -> migrations.down(1))
        .hasMessageContaining("2_t.sql:3:12: the variable ${t} is not defined. Nothing was run.");
  }

  /** MyBatis leaves what it does not know, and so do we where SQL can have it. */
  @Test
  void betweenQuotesInBodiesAndCommentsItMayBeMeant() {
    scripts.script(
        "2_t.sql",
        """
        -- ${a}
        CREATE TABLE t (a text DEFAULT '${b}', "${c}" int); /* ${d} */
        CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $$ SELECT '${e}' -- ${f}
        $$;
        INSERT INTO t VALUES (E'${g}\\n', 1);
        """);

    migrations(Map.of()).up();

    assertThat(
            query(
                database,
                "SELECT column_default FROM information_schema.columns WHERE table_name = 't' AND column_name = 'a'"))
        .containsExactly("'${b}'::text");
  }

  @Test
  void whereItWasNotMeantTheFailureNamesIt() {
    scripts.script("2_t.sql", "SELECT 1;\nALTER ROLE \"${reader}\" NOLOGIN;\n");

    assertThatThrownBy(() -> migrations(Map.of()).up())
        .hasMessageContaining("role \"${reader}\" does not exist [42704]")
        .hasMessageContaining(
            " It was sent as it stands: the variable ${reader} is not defined. Give it"
                + DEFINE.formatted("reader", "READER"));
  }

  @Test
  void aFailureOfAnotherKindDoesNotSpeakOfVariables() {
    scripts.script("2_t.sql", "SELECT '${reader}',\n  nothing;\n");

    assertThatThrownBy(() -> migrations(Map.of()).up())
        .hasMessageContaining("column \"nothing\" does not exist")
        .message()
        .doesNotContain("not defined");
  }

  @ParameterizedTest
  @ValueSource(strings = {"reader", "schema_name", "Owner", "table"})
  void theValueOfAnOrdinaryVariableIsShown(String name) {
    scripts.script("2_t.sql", "ALTER ROLE \"${" + name + "}\" NOLOGIN;\n");

    assertThatThrownBy(() -> migrations(Map.of(name, "app_reader")).up())
        .hasMessageContaining("role \"app_reader\" does not exist")
        .message()
        .doesNotContain("not defined");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password",
        "APP_PASSWD",
        "pwd",
        "apiKey",
        "api.token",
        "client_secret",
        "credentials",
        "fdw_url",
        "dsn"
      })
  void theValueOfASecretIsNotShown(String name) {
    scripts.script("2_t.sql", "ALTER ROLE \"${" + name + "}\" NOLOGIN;\n");

    assertThatThrownBy(() -> migrations(Map.of(name, "geheim-99")).up())
        .hasMessageContaining("role \"${" + name + "}\" does not exist")
        .message()
        .doesNotContain("geheim")
        .doesNotContain("not defined");
  }

  @Test
  void thePageNamesAllPartsOfNamesThatMakeASecret() throws IOException {
    String page = Files.readString(Path.of("../docs/production.md"));

    for (String part : SecretNames.PARTS.split("\\|")) {
      assertThat(page).contains("`" + part + "`");
    }
  }

  @Test
  void norOfOneThatIsMarked() {
    scripts.script("2_t.sql", "ALTER ROLE \"${reader}\" NOLOGIN;\n");
    ScriptSettings settings =
        new ScriptSettings(
                StandardCharsets.UTF_8, Delimiter.SEMICOLON, Map.of("reader", "geheim-99"))
            .withSecrets(Set.of("reader"));

    assertThatThrownBy(
            () ->
                Migrations.builder(database)
                    .source(scripts.source())
                    .settings(settings)
                    .build()
                    .up())
        .hasMessageContaining("role \"${reader}\" does not exist");
  }

  @Test
  void theBuilderTakesThemOneByOne() {
    scripts.script("2_t.sql", "CREATE TABLE ${a}_${b}_${c} ();\n");

    Migrations.builder(database)
        .variable("a", "one")
        .variable("b", "two")
        .source(scripts.source())
        .settings(
            new ScriptSettings(
                StandardCharsets.UTF_8, Delimiter.SEMICOLON, Map.of("b", "no", "c", "three")))
        .variable("changelog", "not_this")
        .build()
        .up();

    assertThat(tablesBesideChangelog(database)).containsExactly("one_two_three");
  }

  @Test
  void aListenerHearsStatementsAsTheyAreWritten() {
    List<String> heard = new ArrayList<>();
    scripts.script(
        "2_t.sql",
        """
        -- 𝄞 ${a}
        /* 𝄞 */ SELECT '${a}'; SELECT 2,
          '${b}'; SELECT '${a}', 'ab';
        SELECT ${semicolon}; SELECT 5;
        SELECT '${a}${b}';
        """
            .replace("\n", "\r\n"));
    Migrations.builder(database)
        .source(scripts.source())
        .variable("a", "v1")
        .variable("b", "v2")
        .variable("semicolon", "'v3'; SELECT 4")
        .listener(
            new MigrationListener() {
              @Override
              public boolean hearsStatements() {
                return true;
              }

              @Override
              public void statement(Step step, SqlStatement s, Duration time) {
                heard.add(s.line() + ":" + s.column() + " " + s.text());
              }
            })
        .build()
        .up();

    assertThat(heard)
        .hasSize(8)
        .first(STRING)
        .startsWith("1:1 CREATE TABLE CHANGELOG (\n  ID NUMERIC");
    assertThat(heard.subList(1, 8))
        .containsExactly(
            "2:9 SELECT '${a}'",
            "2:22 SELECT 2,\n  '${b}'",
            "3:9 SELECT '${a}', 'ab'",
            "4:1 ",
            "4:14 ",
            "4:24 SELECT 5",
            "5:1 SELECT '${a}${b}'");
  }

  private Migrations migrations(Map<String, String> variables) {
    Migrations.Builder builder = Migrations.builder(database).source(scripts.source());
    variables.forEach(builder::variable);
    return builder.build();
  }
}
