package dev.nof1.schema.cli.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.cli.fixture.Cli;
import dev.nof1.schema.cli.fixture.ForeignRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which repository a command works on where no option names one. */
class RepositorySearchTest {
  @TempDir private Path folder;

  @Test
  void isTheFolderOneStandsInOrTheNearestAboveIt() throws IOException {
    scripts("outer/scripts", "outer/environments");
    scripts("outer/inner/scripts", "outer/inner/environments");
    Path below = Files.createDirectories(folder.resolve("outer/inner/a/b"));

    assertThat(why(folder.resolve("outer")))
        .contains("Repository: %s, because it is the folder you are in".formatted(at("outer")));
    assertThat(why(below))
        .contains(
            "Repository: %s, because it is the nearest one above the folder you are in"
                .formatted(at("outer/inner")));
  }

  @Test
  void isNamedByTheOptionBeforeTheVariableBeforeTheFolder() throws IOException {
    scripts("here/scripts", "here/environments");
    scripts("variable/scripts", "variable/environments");
    scripts("option/scripts", "option/environments");
    Cli cli = Cli.in(folder.resolve("here")).with("SCHEMA_CLI_PATH", "../variable");

    assertThat(cli.run("status", "-v").err())
        .contains("variable, because SCHEMA_CLI_PATH names it");
    assertThat(cli.run("status", "-v", "--path=../option").err())
        .contains("option, because --path names it");
    assertThat(Cli.in(folder).with("SCHEMA_CLI_PATH", "nowhere").run("status").err())
        .isEqualTo(
            "schema-cli: %s is not a folder, so it is no MyBatis Migrations repository. Check SCHEMA_CLI_PATH.\n"
                .formatted(folder.resolve("nowhere")));
  }

  @Test
  void isNotLookedForBeyondARepositoryOfGitOrTheHomeFolder() throws IOException {
    scripts("scripts", "environments");
    Path project = Files.createDirectories(folder.resolve("home/project/module"));

    assertThat(why(project)).contains(folder + ", because");
    assertThat(Cli.in(project).with("HOME", at("home")).run("status").code()).isEqualTo(3);
    // A work tree has a file of this name.
    Files.writeString(folder.resolve("home/project/.git"), "gitdir: elsewhere\n");
    assertThat(Cli.in(project).run("status").err())
        .isEqualTo(
            "schema-cli: There is no MyBatis Migrations repository in %1$s nor in a folder above it up to %2$s. Nothing was run. Name one with --path or SCHEMA_CLI_PATH, make one with 'schema-cli init', or ask for the nof1 migrations, which come with the program, by --path=nof1:.\n"
                .formatted(project, project.getParent()));
  }

  @Test
  void isAMavenProjectWithEnvironments() throws IOException {
    Path migrations =
        Files.createDirectories(folder.resolve("shop/src/main/resources/db/migrations"));
    Path sources = Files.createDirectories(folder.resolve("shop/src/main/java/shop"));
    Files.createDirectories(folder.resolve("shop/env/bin"));

    assertThat(Cli.in(sources).with("HOME", folder.toString()).run("status").err())
        .contains(
            "(%s has scripts, but there is no environment %s)"
                .formatted(migrations, at("shop/env/development.properties")));
    for (String environments : new String[] {"shop/environments", "shop/env"}) {
      Files.createDirectories(folder.resolve(environments));
      Files.writeString(folder.resolve(environments + "/development.properties"), "embedded=true");
      assertThat(why(sources))
          .contains("Environment[development, %s/".formatted(at(environments)))
          .contains("Scripts: " + migrations);
    }
    // Many projects have programs for the shell there.
    Files.createDirectories(folder.resolve("shop/scripts"));
    Files.delete(folder.resolve("shop/environments/development.properties"));
    Files.delete(folder.resolve("shop/environments"));
    assertThat(why(sources)).contains("Scripts: " + migrations);
    assertThat(why(folder, "--path=shop")).contains("Scripts: " + migrations);
    // And what it deploys to there.
    Files.createDirectories(folder.resolve("shop/environments"));
    assertThat(why(sources)).contains("Scripts: " + migrations);
    assertThat(why(folder, "--path=shop")).contains("Scripts: " + migrations);
    Files.writeString(folder.resolve("shop/environments/development.properties"), "embedded=true");
    assertThat(why(sources)).contains("Scripts: " + at("shop/scripts"));
    Files.delete(folder.resolve("shop/environments/development.properties"));
    Files.delete(folder.resolve("shop/env/development.properties"));
    assertThat(why(sources)).contains(at("shop/environments"));
  }

  @Test
  void isNotOneThatSomebodyElseHasPutAbove() throws IOException {
    Assumptions.assumeTrue(
        System.getProperty("user.name").equals("root"), "only root can give files away");
    scripts("scripts", "environments");
    Path mine = Files.createDirectories(folder.resolve("mine"));
    giveAway("scripts");
    giveAway("environments");

    assertThat(Cli.in(mine).run("status").err())
        .isEqualTo(
            "schema-cli: The repository in %1$s belongs to nobody, and may run programs with your rights (hooks, jars in drivers/). Nothing was run. If you trust it, name it: --path=%1$s.\n"
                .formatted(folder));
    assertThat(Cli.in(mine).run("status", "--path=..").code()).isZero();
  }

  @Test
  void isNotOneOfWhichAnyPartIsSomebodyElses() throws IOException {
    Assumptions.assumeTrue(
        System.getProperty("user.name").equals("root"), "only root can give files away");
    scripts("mine/scripts", "mine/environments");
    Files.createDirectories(folder.resolve("mine/hooks"));
    for (String theirs :
        new String[] {"", "scripts", "environments", "hooks", "drivers", "hooks (a link)"}) {
      String name = "other" + theirs.replaceAll("\\W", "");
      Path inside = Files.createDirectories(folder.resolve(name + "/inside"));
      for (String part : new String[] {"scripts", "environments"}) {
        Files.createSymbolicLink(
            folder.resolve(name).resolve(part), folder.resolve("mine/" + part));
      }
      Files.createDirectories(folder.resolve(name + "/drivers"));
      Files.createSymbolicLink(folder.resolve(name + "/hooks"), folder.resolve("mine/hooks"));
      assertThat(Cli.in(inside).run("status").code()).as(theirs).isZero();

      if (theirs.endsWith("(a link)")) {
        Files.delete(folder.resolve(name + "/hooks"));
        Files.createDirectories(folder.resolve("theirs"));
        giveAway("theirs");
        Files.createSymbolicLink(folder.resolve(name + "/hooks"), folder.resolve("theirs"));
      } else {
        giveAway(name + "/" + theirs);
      }

      assertThat(Cli.in(inside).run("status").err())
          .as(theirs)
          .startsWith(
              "schema-cli: The repository in %s belongs to nobody, and may".formatted(at(name)));
    }
  }

  @Test
  void isNotAMavenProjectOfWhichAnyPartIsSomebodyElses() throws IOException {
    Assumptions.assumeTrue(
        System.getProperty("user.name").equals("root"), "only root can give files away");
    scripts("shop/src/main/resources/db/migrations", "shop/env");
    Path inside = Files.createDirectories(folder.resolve("shop/inside"));
    assertThat(Cli.in(inside).run("status").code()).isZero();
    giveAway("shop/src/main");

    assertThat(Cli.in(inside).run("status").err())
        .startsWith("schema-cli: The repository in %s belongs to nobody".formatted(at("shop")));
  }

  @Test
  void isNotReachedByTheVariablesOfTheNof1Project() {
    ForeignRepository repository = ForeignRepository.create(folder.resolve("other"));

    Cli.Result status =
        Cli.in(repository.path().resolve("scripts"))
            .with("NOF1_DB_HOST", "192.0.2.1")
            .with("NOF1_DB_NAME", "production")
            .run("status");

    assertThat(status.code()).isZero();
    assertThat(status.out()).contains(repository.database()).doesNotContain("production");
  }

  @Test
  void isNamedWithItsDatabaseBeforeAnythingIsChanged() {
    ForeignRepository repository = ForeignRepository.create(folder.resolve("other"));
    Cli cli = Cli.in(repository.path());
    String named =
        "Repository %s, environment development: %s.\n"
            .formatted(
                repository.path(), ForeignRepository.server().jdbcUrl(repository.database()));

    assertThat(cli.runWhole("up").err()).isEqualTo(named);
    assertThat(cli.runWhole("up", "--quiet").err()).isEmpty();
    for (String change : new String[] {"down", "redo", "pending", "stamp base --yes", "drop-db"}) {
      assertThat(cli.runWhole(change.split(" ")).err()).as(change).startsWith(named);
    }
    for (String question : new String[] {"status", "up --dry-run", "repair", "snapshot"}) {
      assertThat(cli.runWhole(question.split(" ")).err()).as(question).doesNotContain("Repository");
    }
  }

  @Test
  void areTheNof1MigrationsOnlyWhereTheyAreAskedForOrChecked() throws IOException {
    Path checkout = Files.createDirectories(folder.resolve("checkout"));
    Files.createDirectories(checkout.resolve("schema-core/src/main/resources/nof1/migrations"));

    assertThat(Cli.in(folder).run("up").code()).isEqualTo(1);
    assertThat(why(folder, "--path=nof1:"))
        .contains("Repository: nof1 (comes with the program), because --path names it");
    assertThat(Cli.inCheckout(checkout).run("status", "-v").err())
        .contains(
            "Repository: nof1 (%1$s), because no repository is in %1$s nor in a folder above it up to "
                .formatted(checkout));
    assertThat(folder.resolve(".nof1")).doesNotExist();
  }

  private static String why(Path stand, String... options) {
    String[] line = new String[options.length + 2];
    line[0] = "status";
    line[1] = "-v";
    System.arraycopy(options, 0, line, 2, options.length);
    return Cli.in(stand).run(line).err();
  }

  private void scripts(String scripts, String environments) throws IOException {
    Files.createDirectories(folder.resolve(scripts));
    Path file = folder.resolve(environments).resolve("development.properties");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "embedded=true\n");
  }

  private void giveAway(String path) throws IOException {
    Files.getFileAttributeView(
            folder.resolve(path), PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .setOwner(
            folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
  }

  private String at(String path) {
    return folder.resolve(path).toString();
  }
}
