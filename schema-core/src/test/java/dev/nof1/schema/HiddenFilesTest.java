package dev.nof1.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.fixture.ScriptFolder;
import dev.nof1.schema.fixture.TestServer;
import dev.nof1.schema.records.Verification;
import dev.nof1.schema.repository.MigrationSource;
import dev.nof1.schema.repository.ScriptSettings;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What systems and editors put beside scripts is no script. */
class HiddenFilesTest {
  @TempDir private Path folder;

  @Test
  void areNoMigrations() throws IOException {
    ScriptFolder scripts =
        ScriptFolder.withChangelog(folder)
            .script("._1_create_changelog.sql", "\0\5\26\7garbage")
            .script(".2_begun.sql", "SELECT 1;")
            .script(".sql", "SELECT 1;")
            .table(3, "t");
    // Emacs locks what it edits with a link to nowhere.
    Files.createSymbolicLink(folder.resolve(".#3_create_t.sql"), Path.of("me@host.42:1"));
    Files.createDirectory(folder.resolve(".old.sql"));

    scripts.migrations(TestServer.emptyDatabase()).up();

    assertThat(Verification.ofScripts(scripts.source(), ScriptSettings.DEFAULT).faults()).isEmpty();
    assertThat(scripts.source().scripts(ScriptSettings.DEFAULT)).hasSize(2);
  }

  @Test
  void norInAJar() throws IOException {
    Path jar = folder.resolve("m.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (String name : new String[] {"m/", "m/1_a.sql", "m/._1_a.sql", "m/.hidden.sql"}) {
        out.putNextEntry(new JarEntry(name));
        out.closeEntry();
      }
    }
    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()})) {
      assertThat(MigrationSource.classpath("m", loader).scripts(ScriptSettings.DEFAULT)).hasSize(1);
    }
  }
}
