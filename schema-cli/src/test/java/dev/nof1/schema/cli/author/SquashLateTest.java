package dev.nof1.schema.cli.author;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.cli.fixture.Cli;
import dev.nof1.schema.cli.fixture.ForeignRepository;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code squash} where scripts come late, or come back. */
class SquashLateTest {
  private static final String LATE = "CREATE TABLE late (id int);\n-- //@UNDO\nDROP TABLE late;\n";

  @TempDir private Path folder;
  private ForeignRepository repository;

  @BeforeEach
  void createRepository() {
    repository =
        ForeignRepository.create(folder)
            .append(
                "environments/development.properties",
                "changelog=changelog\ndriver=org.postgresql.Driver\n");
  }

  @Test
  void namesWhatWasSquashedAndNeverApplied() {
    upWithoutTheFirst();
    repository.write("scripts/4_third.sql", "SELECT 1;\n-- //@UNDO\nSELECT 1;\n");
    run("squash", "3", "--yes");
    String words =
        "Migration 2 is part of migration 3 (second) since they were squashed, which counts as applied here, but 2 itself never was: what it does is not there. Apply it with the scripts as they were before ('squash' has moved them into a folder squashed/3: pending --scriptpath=…).";

    assertThat(run("status").out())
        .endsWith(" is at 3 (second), 1 pending, 1 never applied.\n" + words + "\n");
    assertThat(run("status", "--format", "json").out().replaceAll("\\s+", " "))
        .contains("\"neverApplied\": [ { \"id\": \"2\", \"within\": \"3\"");
    assertThat(run("verify").out()).isEqualTo(words + "\n1 thing is wrong.\n");
    assertThat(run("verify").code()).isEqualTo(1);
    assertThat(run("up")).isEqualTo(refusal(words));
    assertThat(run("up", "--to", "3")).isEqualTo(refusal(words));
    assertThat(run("pending")).isEqualTo(refusal(words));
    assertThat(run("check").code()).isEqualTo(1);
  }

  @Test
  void appliesItWithTheOldScripts() {
    upWithoutTheFirst();
    repository.write("scripts/4_third.sql", "CREATE TABLE third ();\n");
    run("up");
    run("squash", "3", "--yes");
    assertThat(run("status", "--exit-code").code()).isEqualTo(1);
    assertThat(run("up").code()).isEqualTo(1);

    assertThat(run("pending", "--scriptpath=scripts/squashed/3").code()).isZero();

    assertThat(run("status", "--exit-code").out())
        .endsWith(" is at 4 (third), head.\n")
        .doesNotContain("never", "missing");
    assertThat(run("up").out()).startsWith("Nothing to do: ");
    assertThat(run("check").code()).isZero();
  }

  @Test
  void asksForNoRowsThatAnEarlierSquashHasMadeNeedless() {
    repository.write("scripts/4_third.sql", "CREATE TABLE third ();\n");
    run("squash", "2", "--yes");
    run("up");
    run("squash", "4", "--yes");

    assertThat(run("status").out()).endsWith(" is at 4 (third), head.\n");
    assertThat(run("verify").code()).isZero();
    assertThat(run("up").out()).startsWith("Nothing to do: ");
  }

  @Test
  void findsWhatCameLateBelowTheOne() {
    run("up");
    run("squash", "3", "--yes");
    repository.write("scripts/2.5_late.sql", LATE);

    assertThat(run("status").out()).doesNotContain("missing").contains("(out of order");
    assertThat(run("check").code()).isZero();
    Cli.Result verify = run("verify", "--offline");
    assertThat(verify.code()).isEqualTo(1);
    assertThat(verify.out())
        .isEqualTo(
            "%1$s: migration 2.5 (late) is older than migration 3 (second), which was squashed from all that was before it, so an empty database would get it too early. Give it a new id above 3 (rename its file).\n1 thing is wrong.\n"
                .formatted(folder.resolve("scripts/2.5_late.sql")));
  }

  @Test
  void keepsWhatAnEarlierSquashHasPutAside() {
    repository
        .write("scripts/bootstrap.sql", repository.read("scripts/1_create_changelog.sql"))
        .write("scripts/1_create_changelog.sql", "SELECT 1;\n-- //@UNDO\nSELECT 1;\n");
    String second = repository.read("scripts/3_second.sql");
    repository.write("scripts/4_second.sql", second);
    remove("scripts/3_second.sql");
    assertThat(run("squash", "4", "--yes").code()).isZero();
    repository.write("scripts/3_late.sql", LATE);
    String one = repository.read("scripts/4_second.sql");

    Cli.Result squash = run("squash", "4", "--yes");

    assertThat(squash.code()).isEqualTo(1);
    assertThat(squash.err())
        .endsWith(
            "schema-cli: There is another %s already, which an earlier squash has put aside. All scripts are as they were. Move it elsewhere, then run this again; or add --delete to keep no copy.\n"
                .formatted(folder.resolve("scripts/squashed/4/4_second.sql")));
    assertThat(repository.read("scripts/squashed/4/4_second.sql")).isEqualTo(second);
    assertThat(repository.read("scripts/4_second.sql")).isEqualTo(one);
    assertThat(folder.resolve("scripts/3_late.sql")).exists();
  }

  @Test
  void asksBeforeItPutsAwayWhatCameBack() {
    String first = repository.read("scripts/1_create_changelog.sql");
    run("squash", "3", "--yes", "--delete");
    assertThat(folder.resolve("scripts/squashed")).doesNotExist();
    repository.write("scripts/1_create_changelog.sql", first);

    Cli.Result asked = run("squash", "3");
    assertThat(asked.code()).isEqualTo(1);
    assertThat(asked.err())
        .isEqualTo(
            "schema-cli: Migration 3 (second) was squashed from these scripts already: 1_create_changelog.sql. Move them into %s? There is nobody to ask, so nothing was done. Add --yes if you mean it.\n"
                .formatted(folder.resolve("scripts/squashed/3")));
    assertThat(folder.resolve("scripts/1_create_changelog.sql")).exists();
    assertThat(run("verify", "--offline").out())
        .contains("is part of migration 3 (second) already");

    assertThat(run("squash", "3", "--yes"))
        .isEqualTo(
            new Cli.Result(
                0,
                "put away  1 (create changelog)\n1 migration was in %s already\n"
                    .formatted(folder.resolve("scripts/3_second.sql")),
                "The old scripts are in %s: keep them until every database is at 3 or beyond.\n"
                    .formatted(folder.resolve("scripts/squashed/3"))));
    assertThat(folder.resolve("scripts/1_create_changelog.sql")).doesNotExist();
    assertThat(repository.read("scripts/squashed/3/1_create_changelog.sql")).isEqualTo(first);
  }

  /** As a migration that another branch has brought after the next one was deployed. */
  private void upWithoutTheFirst() {
    String first = repository.read("scripts/2_first.sql");
    remove("scripts/2_first.sql");
    run("up");
    repository.write("scripts/2_first.sql", first);
  }

  private void remove(String file) {
    assertThat(folder.resolve(file).toFile().delete()).isTrue();
  }

  private static Cli.Result refusal(String words) {
    return new Cli.Result(1, "", "schema-cli: " + words + " Nothing was run.\n");
  }

  private Cli.Result run(String... args) {
    String[] line = new String[args.length + 1];
    line[0] = "--path=" + folder;
    System.arraycopy(args, 0, line, 1, args.length);
    Cli.Result result = Cli.in(folder).run(line);
    // Where nothing like it was tried before, there is more to be said.
    return new Cli.Result(
        result.code(), result.out(), result.err().replaceAll("(?m)^.* \\(once\\)\n", ""));
  }
}
