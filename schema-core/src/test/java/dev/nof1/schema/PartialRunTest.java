package dev.nof1.schema;

import static dev.nof1.schema.fixture.TestServer.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nof1.schema.error.CompletedStep;
import dev.nof1.schema.error.HookFailedException;
import dev.nof1.schema.error.MigrationFailedException;
import dev.nof1.schema.fixture.ScriptFolder;
import dev.nof1.schema.fixture.TestServer;
import dev.nof1.schema.hook.Hooks;
import dev.nof1.schema.plan.Target;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.ibatis.migration.hook.MigrationHook;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that stops in the middle: its exception lists the steps that were done and stay. */
class PartialRunTest {
  @TempDir private Path folder;
  private final DataSource database = TestServer.emptyDatabase();
  private ScriptFolder scripts;

  @BeforeEach
  void writeScripts() {
    scripts = ScriptFolder.withChangelog(folder).table(2, "a");
  }

  @Test
  void listsWhatWasApplied() {
    scripts.script("3_fail.sql", "SELECT 1/0;");

    assertThat(failure(migrations().build()).completed()).containsExactly(applied(1), applied(2));
  }

  @Test
  void listsWhatWasAppliedBeforeAScriptOutsideATransaction() {
    scripts.script("3_fail.sql", "-- //@NO_TRANSACTION\nCREATE TABLE b ();\nSELECT 1/0;");

    assertThat(failure(migrations().build()).completed()).containsExactly(applied(1), applied(2));
  }

  @Test
  void listsNothingWhereAllStepsAreOneTransaction() {
    scripts.script("3_fail.sql", "SELECT 1/0;");

    assertThat(failure(migrations().singleTransaction(true).build()).completed()).isEmpty();
  }

  @Test
  void listsWhatWasUndone() {
    scripts.script("3_keeps.sql", "SELECT 1;\n-- //@UNDO\nSELECT 1;");
    Migrations migrations = migrations().build();
    migrations.up();
    scripts.script("2_create_a.sql", "CREATE TABLE a (id int);\n-- //@UNDO\nSELECT 1/0;");

    MigrationFailedException failure =
        catchThrowableOfType(MigrationFailedException.class, () -> migrations.run(Target.base()));

    assertThat(failure.completed()).containsExactly(new CompletedStep(new BigDecimal(3), true));
    assertThat(query(database, "SELECT max(id) FROM changelog")).containsExactly("2");
  }

  @Test
  void listsWhatWasAppliedBeforeAHookBehindAll() {
    Hooks hooks = new Hooks(new FailingAtTheEnd(), null);

    HookFailedException failure =
        catchThrowableOfType(
            HookFailedException.class, () -> migrations().hooks(hooks).build().up());

    assertThat(failure.completed()).containsExactly(applied(1), applied(2));
  }

  @Test
  void restoresASettingThatATriggerHasChanged() {
    scripts.script(
        "3_trigger.sql",
        """
        CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN PERFORM set_config('work_mem', '64kB', false); RETURN NEW; END $$;
        CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION f();
        """);
    scripts.script("4_insert.sql", "INSERT INTO a VALUES (1);");
    scripts.script("5_look.sql", "CREATE TABLE seen AS SELECT current_setting('work_mem') AS was;");

    migrations().build().up();

    assertThat(query(database, "SELECT was FROM seen")).doesNotContain("64kB");
  }

  private static CompletedStep applied(int id) {
    return new CompletedStep(new BigDecimal(id), false);
  }

  private static MigrationFailedException failure(Migrations migrations) {
    return catchThrowableOfType(MigrationFailedException.class, migrations::up);
  }

  private Migrations.Builder migrations() {
    return Migrations.builder(database).source(scripts.source());
  }

  private static final class FailingAtTheEnd implements MigrationHook {
    @Override
    public void before(Map<String, Object> bindings) {}

    @Override
    public void beforeEach(Map<String, Object> bindings) {}

    @Override
    public void afterEach(Map<String, Object> bindings) {}

    @Override
    public void after(Map<String, Object> bindings) {
      throw new IllegalStateException("the end");
    }
  }
}
