package dev.nof1.schema;

import static dev.nof1.schema.fixture.TestServer.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.nof1.schema.fixture.ScriptFolder;
import dev.nof1.schema.fixture.TestServer;
import dev.nof1.schema.hook.Hooks;
import java.nio.file.Path;
import java.util.List;
import javax.sql.DataSource;
import org.apache.ibatis.migration.hook.HookContext;
import org.apache.ibatis.migration.hook.MigrationHook;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the lexer has split reaches the server as it stands in the script; the driver's own parser
 * would split some of it again, at another place.
 */
class StatementsAsWrittenTest {
  /** Each was cut by the parser of the driver, or taken for unfinished; the server reads it. */
  private static final List<String> CUT_BY_THE_DRIVER =
      List.of(
          "INSERT INTO seen VALUES ('a') /*/ b; c */;",
          "INSERT INTO seen SELECT E'b'\n  'c\\'d; e';",
          "INSERT INTO seen VALUES /*/ ' */ ('c;');",
          "INSERT INTO seen SELECT E'd' -- more\n 'c\\'d; e';",
          "INSERT INTO seen SELECT U&'e;\\0061' /*/;*/;");

  private static final List<String> ROWS = List.of("a", "bc'd; e", "c;", "dc'd; e", "e;a");

  @TempDir private Path folder;
  private final String name = TestServer.createDatabase();
  private final DataSource database = TestServer.server().dataSource(name);
  private ScriptFolder scripts;

  @BeforeEach
  void writeScripts() {
    scripts =
        ScriptFolder.withChangelog(folder)
            .script("2_seen.sql", "CREATE TABLE seen (v text);\n-- //@UNDO\nDROP TABLE seen;\n");
  }

  @Test
  void inATransaction() {
    scripts.script("3_rows.sql", all());
    migrations(database).up();
    assertSeen();
  }

  @Test
  void outsideATransaction() {
    scripts.script("3_rows.sql", "-- //@NO_TRANSACTION\n" + all());
    migrations(database).up();
    assertSeen();
  }

  @Test
  void inAnUndoSection() {
    scripts.script("3_rows.sql", "SELECT 1;\n-- //@UNDO\n" + all());
    migrations(database).up();
    migrations(database).down(1);
    assertSeen();
  }

  @Test
  void inTheBootstrapScript() {
    scripts.script("bootstrap.sql", "CREATE TABLE seen (v text);\n" + all());
    migrations(database).bootstrap(false);
    assertSeen();
  }

  @Test
  void inOnabort() {
    scripts.script("3_rows.sql", "SELECT 1 / 0;\n").script("onabort.sql", all());
    assertThatThrownBy(migrations(database)::up).hasMessageContaining("onabort.sql was run");
    assertSeen();
  }

  @Test
  void inTheSqlOfAHook() {
    MigrationHook hook =
        new MigrationHook() {
          @Override
          public void before(java.util.Map<String, Object> bindings) {}

          @Override
          public void beforeEach(java.util.Map<String, Object> bindings) {}

          @Override
          public void afterEach(java.util.Map<String, Object> bindings) {}

          @Override
          public void after(java.util.Map<String, Object> bindings) {
            if (bindings.get(HOOK_CONTEXT) instanceof HookContext context) {
              context.executeSql(all());
            }
          }
        };
    Migrations.builder(database).source(scripts.source()).hooks(new Hooks(hook, null)).build().up();
    assertSeen();
  }

  @Test
  void throughAPoolThatWrapsConnections() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(TestServer.server().jdbcUrl(name));
    config.setUsername(TestServer.server().user());
    config.setPassword(TestServer.server().password());
    scripts.script("3_rows.sql", all());
    try (HikariDataSource pool = new HikariDataSource(config)) {
      migrations(pool).up();
    }
    assertSeen();
  }

  private static String all() {
    return String.join("\n", CUT_BY_THE_DRIVER);
  }

  private void assertSeen() {
    assertThat(query(database, "SELECT v FROM seen ORDER BY v")).isEqualTo(ROWS);
  }

  private Migrations migrations(DataSource target) {
    return scripts.migrations(target);
  }
}
