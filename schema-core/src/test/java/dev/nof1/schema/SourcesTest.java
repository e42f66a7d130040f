package dev.nof1.schema;

import static dev.nof1.schema.fixture.TestServer.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.fixture.ScriptFolder;
import dev.nof1.schema.fixture.TestServer;
import dev.nof1.schema.plan.Target;
import dev.nof1.schema.repository.MigrationSource;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import javax.sql.DataSource;
import org.apache.ibatis.migration.FileMigrationLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A repository may be a folder (everywhere else), a jar on the class path, or a loader of
 * MyBatis's.
 */
class SourcesTest {
  @TempDir private Path folder;
  private final DataSource database = TestServer.emptyDatabase();

  @Test
  void readsScriptsFromAJarOnTheClassPath() throws IOException {
    Path jar = folder.resolve("scripts.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream zip = new JarOutputStream(out)) {
      for (String directory : new String[] {"db/", "db/migrations/", "db/migrations/old/"}) {
        zip.putNextEntry(new ZipEntry(directory));
      }
      entry(zip, "db/migrations/1_create_changelog.sql", ScriptFolder.CHANGELOG);
      entry(zip, "db/migrations/2_t.sql", "CREATE TABLE t ();\n-- //@UNDO\nDROP TABLE t;");
      entry(zip, "db/migrations/old/3_no.sql", "SELECT nonsense;");
      entry(zip, "db/migrations/bootstrap.sql", "SELECT nonsense;");
    }
    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
      Migrations migrations =
          Migrations.builder(database)
              .source(MigrationSource.classpath("db/migrations", loader))
              .build();

      assertThat(migrations.up().steps()).hasSize(2);
      migrations.run(Target.base());
    }
    assertThat(
            query(
                database,
                "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"))
        .containsExactly("0");
  }

  @Test
  void readsMigrationsFromALoaderOfMybatis() {
    ScriptFolder.withChangelog(folder)
        .table(2, "t")
        .script("3_bad.sql", "SELECT 1;\n-- //@UNDO\n\nSELECT nowhere;");
    Properties variables = new Properties();
    variables.setProperty("changelog", "CHANGELOG");
    Migrations migrations =
        Migrations.builder(database)
            .source(
                MigrationSource.loader(
                    new FileMigrationLoader(folder.toFile(), "UTF-8", variables)))
            .build();

    assertThat(migrations.up().steps()).hasSize(3);
    assertThatThrownBy(() -> migrations.down(1))
        .hasMessageStartingWith(
            "Undoing migration 3 (bad) failed at 3_bad.sql:3:8: column \"nowhere\" does not exist [42703]");
    ScriptFolder.withChangelog(folder)
        .script("3_bad.sql", "SELECT 1;\n-- //@UNDO\n-- //@NO_TRANSACTION\nSELECT 1;");
    migrations.run(Target.base());
    assertThat(
            query(
                database,
                "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"))
        .containsExactly("0");
  }

  private static void entry(JarOutputStream zip, String name, String text) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
