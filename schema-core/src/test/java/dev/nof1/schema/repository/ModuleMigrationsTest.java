package dev.nof1.schema.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nof1.schema.error.RepositoryException;
import dev.nof1.schema.repository.file.ClasspathResource;
import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Migrations in a named module that does not open their folder. */
class ModuleMigrationsTest {
  @TempDir private Path temp;
  private Path module = Path.of("");

  @BeforeEach
  void compileAModule() throws IOException {
    Path source = Files.createDirectory(temp.resolve("source"));
    Files.writeString(source.resolve("module-info.java"), "module books { exports books; }");
    Path type = Files.createDirectory(source.resolve("books")).resolve("Book.java");
    Files.writeString(type, "package books; public class Book {}");
    module = temp.resolve("classes");
    run("javac", "-d", module.toString(), source.resolve("module-info.java").toString(), "" + type);
    Path migrations = Files.createDirectories(module.resolve("db/migrations"));
    Files.writeString(migrations.resolve("1_create books.sql"), "-- // books\nSELECT 1;\n");
    Files.writeString(migrations.resolve("2_add_title.sql"), "-- // title\nSELECT 2;\n");
  }

  @Test
  void inAFolderAreReadFromThere() {
    assertHasBoth(module);
  }

  @Test
  void inAJarAreReadFromThere() {
    Path jar = temp.resolve("books.jar");
    run("jar", "--create", "--file", jar.toString(), "-C", module.toString(), ".");
    assertHasBoth(jar);
  }

  @Test
  void inAFolderWithASpaceAreReadFromThere() throws IOException {
    Path other = temp.resolve("class es & more");
    Files.move(module, other);
    assertHasBoth(other);
  }

  private static void assertHasBoth(Path module) {
    ClassLoader loader = load(module);
    assertThat(loader.getResource("db/migrations/2_add_title.sql")).as("is hidden").isNull();
    MigrationSource source = MigrationSource.classpath("db/migrations", loader);
    List<Script> scripts = source.scripts(ScriptSettings.DEFAULT);
    assertThat(scripts)
        .extracting(script -> script.migration().toString())
        .containsExactly("1 (create books)", "2 (add title)");
    assertThat(source.fingerprint(ScriptSettings.DEFAULT)).isNotEmpty();
  }

  @Test
  void thatAreNotThereAreStillMissing() throws IOException {
    ClassLoader loader = load(module);
    assertThat(ClasspathResource.open("db/migrations/3_none.sql", loader)).isEmpty();
    assertThat(ClasspathResource.open("db/none/3_none.sql", loader)).isEmpty();
    assertThat(ClasspathResource.open("none.sql", loader)).isEmpty();
    assertThatThrownBy(
            () -> MigrationSource.classpath("db/none", loader).scripts(ScriptSettings.DEFAULT))
        .isInstanceOf(RepositoryException.class)
        .hasMessageStartingWith("There is no folder 'db/none' on the class path");
  }

  private static ClassLoader load(Path module) {
    Configuration configuration =
        ModuleLayer.boot()
            .configuration()
            .resolve(ModuleFinder.of(module), ModuleFinder.of(), Set.of("books"));
    return ModuleLayer.boot()
        .defineModulesWithOneLoader(configuration, ClassLoader.getPlatformClassLoader())
        .findLoader("books");
  }

  private static void run(String tool, String... arguments) {
    assertThat(ToolProvider.findFirst(tool).orElseThrow().run(System.out, System.err, arguments))
        .isZero();
  }
}
