package dev.nof1.schema.cli.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The release as somebody installs it who may write to a home folder and nowhere else. Run by the
 * build of a release: {@code mvn -Prelease verify}.
 */
class ReleaseIT {
  private static final String JAVA_HOME = System.getProperty("java.home");

  private static Path folder;
  private static Path home;
  private static Path installed;
  private static Path spaced;
  private static Terminal terminal;

  @BeforeAll
  static void install() throws IOException {
    folder = Files.createTempDirectory("release");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    home = Terminal.folderOfOrdinary(folder.resolve("home"));
    installed = Release.unpack(folder.resolve("opt"));
    spaced = Release.unpack(folder.resolve("a b"));
    terminal =
        Terminal.ordinary(Map.of("HOME", home.toString(), "JAVA_HOME", JAVA_HOME, "LANG", "C"));
    if (!Terminal.isRoot()) {
      closed(installed.resolve("lib"));
      closed(spaced.resolve("lib"));
    }
  }

  private static void closed(Path folder) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
  }

  @AfterAll
  static void remove() {
    Terminal here = Terminal.here(Map.of());
    here.run(folder, "chmod", "-R", "u+w", folder.toString()).succeeded();
    here.run(folder, "rm", "-r", folder.toString()).succeeded();
  }

  @Test
  void runsInAFolderWithASpaceAsAnOrdinaryUser() {
    Path work = Terminal.folderOfOrdinary(home.resolve("my work"));
    String command = spaced.resolve("bin/schema-cli").toString();

    assertThat(terminal.run(work, command, "--version").succeeded().out())
        .isEqualTo("schema-cli " + version() + "\n");
    terminal.run(work, command, "init", "shop").succeeded();
    terminal.run(work.resolve("shop"), command, "new", "größe").succeeded();
    assertThat(terminal.run(work.resolve("shop"), command, "up").succeeded().out())
        .containsPattern("up {4}\\d+ {2}create changelog")
        .endsWith("(größe), head.\n");
  }

  @Test
  void keepsItsClassArchiveInTheUsersCacheWhereItsFolderIsClosedAndSaysNothingOfIt() {
    Path work = Terminal.folderOfOrdinary(home.resolve("work"));
    String command = installed.resolve("bin/schema-cli").toString();
    terminal.run(work, command, "init", "shop").succeeded();
    Path shop = work.resolve("shop");

    terminal.run(shop, command, "up").succeeded();
    assertThat(files(home.resolve(".cache/nof1-schema/class-archives" + installed + "/lib")))
        .filteredOn(file -> file.matches("classes-[0-9a-f]{12}-.*\\.jsa"))
        .isNotEmpty();
    assertThat(files(installed.resolve("lib")))
        .containsExactlyInAnyOrder("schema-cli.jar", "schema-cli.jar.sha256", "servers");

    Terminal.Result second = terminal.run(shop, command, "status").succeeded();
    assertThat(second.err()).isEmpty();
    assertThat(loaded(terminal, shop, command))
        .contains("dev.nof1.schema.cli.SchemaCli source: shared objects file");

    Terminal homeless = terminal.with("HOME", "/nonexistent");
    assertThat(homeless.run(shop, command, "--version").succeeded().err()).isEmpty();
    assertThat(loaded(homeless, shop, command)).contains("dev.nof1.schema.cli.SchemaCli source: ");
  }

  @Test
  void hasAClassArchiveForEverybodyWhenItsOwnerAsksForOne() {
    Path owned = Terminal.folderOfOrdinary(folder.resolve("owned"));
    terminal
        .run(owned, "cp", "-R", installed.toString(), owned.resolve("schema").toString())
        .succeeded();
    terminal.run(owned, "chmod", "u+w", owned.resolve("schema/lib").toString()).succeeded();
    String command = owned.resolve("schema/bin/schema-cli").toString();
    terminal
        .run(owned, "touch", "-r", installed + "/lib/schema-cli.jar", "schema/lib/schema-cli.jar")
        .succeeded();

    assertThat(terminal.run(owned, command, "--class-archive").succeeded().err())
        .containsPattern(
            "^schema-cli: made \\S+/classes-[0-9a-f]{12}-\\S+\\.jsa for Java \\S+\\.\n$");
    assertThat(files(owned.resolve("schema/lib"))).hasSize(4);
    assertThat(loaded(terminal.with("HOME", "/nonexistent"), owned, command))
        .contains("dev.nof1.schema.cli.SchemaCli source: shared objects file");
  }

  @Test
  void worksWithAnotherJavaThanTheOneItWasBuiltWith() throws IOException {
    Optional<Path> other = anotherJava();
    assumeTrue(other.isPresent(), "no second Java, 17 or newer, is in /usr/lib/jvm");
    Path work = Terminal.folderOfOrdinary(home.resolve("other"));
    String command = installed.resolve("bin/schema-cli").toString();
    Terminal java = terminal.with("JAVA_HOME", other.get().toString());
    java.run(work, command, "init", "shop").succeeded();

    assertThat(java.run(work.resolve("shop"), command, "up").succeeded().out()).endsWith("head.\n");
    assertThat(loaded(java, work, command))
        .contains("dev.nof1.schema.cli.SchemaCli source: shared objects file");
  }

  @Test
  void bothArchivesHoldTheSameAndTheirChecksums() throws IOException {
    Terminal here = Terminal.here(Map.of());
    Path zip = Files.createDirectories(folder.resolve("zip"));
    here.run(zip, JAVA_HOME + "/bin/jar", "xf", Release.archive(".zip").toString()).succeeded();
    here.run(folder, "diff", "-r", installed.toString(), Release.only(zip).toString()).succeeded();
    here.run(installed.resolve("lib"), "sha256sum", "-c", "schema-cli.jar.sha256").succeeded();
    assertThat(
            here.run(Release.folder(), "sha256sum", "-c", "SHA256SUMS").succeeded().out().lines())
        .hasSize(2)
        .allMatch(line -> line.endsWith(": OK"));
    assertThat(installed.resolve("bin/schema-cli")).isExecutable();
  }

  @Test
  void namesTheLicenceOfEachLibraryAndHasItsText() throws IOException {
    Path licenses = installed.resolve("licenses");
    String table = Files.readString(licenses.resolve("THIRD-PARTY.md"));
    List<String> libraries =
        Pattern.compile("(?m)^\\s+([^:\\s]+:[^:\\s]+):jar:")
            .matcher(Files.readString(Release.folder().resolve("dependencies.txt")))
            .results()
            .map(found -> found.group(1))
            .filter(name -> !name.startsWith("dev.nof1.schema:"))
            .toList();

    assertThat(libraries).contains("org.postgresql:postgresql").hasSizeGreaterThan(15);
    assertThat(Pattern.compile("(?m)^\\| ([^ :|]+:[^ |]+)").matcher(table).results())
        .extracting(found -> found.group(1))
        .containsExactlyInAnyOrderElementsOf(libraries);
    List<MatchResult> texts =
        Pattern.compile("\\| `([^`]+)` \\||\\]\\(([^):]+)\\)").matcher(table).results().toList();
    assertThat(texts).hasSizeGreaterThan(15);
    for (MatchResult text : texts) {
      String named = text.group(1) != null ? text.group(1) : text.group(2);
      assertThat(licenses.resolve(named).normalize()).as(named).exists();
    }
  }

  @Test
  void completesInTheShellsThereAre() throws IOException {
    Path completions = installed.resolve("completions");
    Terminal here = Terminal.here(Map.of());
    here.run(completions, "bash", "-n", "schema-cli.bash").succeeded();
    assertThat(completions.resolve("schema-cli.zsh")).content().contains("bashcompinit");
    assertThat(completions.resolve("schema-cli.fish")).content().contains("complete -c schema-cli");
  }

  private static String version() {
    return installed.getFileName().toString().replaceFirst("^schema-cli-", "");
  }

  private static List<String> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the JVM has its classes from. */
  private static String loaded(Terminal terminal, Path folder, String command) {
    return terminal
        .with("_JAVA_OPTIONS", "-Xlog:class+load:stderr")
        .run(folder, command, "--version")
        .succeeded()
        .err();
  }

  private static Optional<Path> anotherJava() throws IOException {
    Path known = Path.of("/usr/lib/jvm");
    if (!Files.isDirectory(known)) {
      return Optional.empty();
    }
    try (Stream<Path> homes = Files.list(known)) {
      return homes
          .filter(home -> Files.isExecutable(home.resolve("bin/java")))
          .filter(home -> feature(home) >= 17 && feature(home) != Runtime.version().feature())
          .findFirst();
    }
  }

  private static int feature(Path home) {
    Path release = home.resolve("release");
    if (!Files.isReadable(release)) {
      return 0;
    }
    try {
      return Pattern.compile("(?m)^JAVA_VERSION=\"(\\d+)")
          .matcher(Files.readString(release))
          .results()
          .findFirst()
          .map(found -> Integer.parseInt(found.group(1)))
          .orElse(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
