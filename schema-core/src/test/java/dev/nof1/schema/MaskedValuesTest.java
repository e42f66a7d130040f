package dev.nof1.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.event.MigrationListener;
import dev.nof1.schema.fixture.ScriptFolder;
import dev.nof1.schema.fixture.TestServer;
import dev.nof1.schema.repository.ScriptSettings;
import dev.nof1.schema.sql.Delimiter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server makes of a secret variable's value is not shown either. */
class MaskedValuesTest {
  private static final String PEM = "-----BEGIN KEY\nSECRETLINE2\nSECRETLINE3";
  private static final String LONG = "eyJhbGciOi.SECRET".repeat(8);
  private static final String FOLDED = "MyFoldedSECRET";

  @TempDir private Path folder;

  @Test
  void inAnyPartOfAMessage() {
    ScriptFolder scripts = ScriptFolder.withChangelog(folder);
    for (String statement :
        new String[] {
          "CREATE TABLE s (v text CHECK (v = ''), n int); INSERT INTO s VALUES ('${pem}', 1);",
          "CREATE TABLE s (v text CHECK (v = ''), n int); INSERT INTO s VALUES ('${long}', 1);",
          "SELECT ${fold};",
          "SELECT '${pem}' FROM nowhere;",
          "DO $$ BEGIN RAISE EXCEPTION '%', '${pem}' USING DETAIL = '${pem}', HINT = '${long}'; END $$;",
          "SELECT 1 AS ${long2}; SELECT 1/0;"
        }) {
      scripts.script("2_s.sql", statement + "\n");
      StringBuilder said = new StringBuilder();

      Throwable thrown = Assertions.catchThrowable(() -> migrations(scripts, said).up());

      assertThat(thrown.getMessage() + said).as(statement).doesNotContainIgnoringCase("secret");
    }
  }

  private static Migrations migrations(ScriptFolder scripts, StringBuilder said) {
    return Migrations.builder(TestServer.emptyDatabase())
        .source(scripts.source())
        .settings(
            new ScriptSettings(
                    StandardCharsets.UTF_8,
                    Delimiter.SEMICOLON,
                    Map.of(
                        "pem", PEM, "long", LONG, "fold", FOLDED, "long2", "x" + FOLDED.repeat(6)))
                .withSecrets(Set.of("long", "fold", "long2")))
        .listener(
            new MigrationListener() {
              @Override
              public void notice(String text) {
                said.append(text);
              }
            })
        .build();
  }
}
