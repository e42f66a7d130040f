package dev.nof1.schema.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.cli.fixture.Secrets;
import dev.nof1.schema.cli.report.StatusSummary;
import dev.nof1.schema.cli.start.ClassArchive;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher as it is installed: {@code bin/schema-cli} with a jar in {@code lib/}. */
class LauncherTest {
  private static final String JAVA_HOME = System.getProperty("java.home");
  private static final Map<String, String> LOADED =
      Map.of("_JAVA_OPTIONS", "-Xlog:class+load:stderr");

  @TempDir private Path folder;
  private Path home;
  private Path launcher;

  /**
   * Stands in for the command: prints its arguments, one a line, and exits with 7. With the first
   * of them "answer", it does so after it has used the class that every answer uses.
   */
  static final class Echo {
    private Echo() {}

    public static void main(String[] args) throws ReflectiveOperationException {
      if (args.length > 0 && args[0].equals("answer")) {
        Class.forName(StatusSummary.class.getName());
      }
      for (String arg : args) {
        System.out.println("<" + arg + ">");
      }
      ClassArchive.make();
      System.exit(7);
    }
  }

  @BeforeEach
  void install() throws IOException {
    install("a b");
  }

  private void install(String name) throws IOException {
    home = folder.resolve(name);
    launcher = Files.createDirectories(home.resolve("bin")).resolve("schema-cli");
    Files.copy(Path.of("bin/schema-cli"), launcher);
    Path jar = Files.createDirectories(home.resolve("lib")).resolve("schema-cli.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Echo.class.getName());
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream zip = new JarOutputStream(out, manifest)) {
      for (Class<?> type : List.of(Echo.class, StatusSummary.class, ClassArchive.class)) {
        String entry = type.getName().replace('.', '/') + ".class";
        try (InputStream bytes = type.getResourceAsStream("/" + entry)) {
          zip.putNextEntry(new ZipEntry(entry));
          zip.write(bytes.readAllBytes());
        }
      }
    }
    // An archive has to be newer than its jar, and some clocks tick in seconds.
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().minusSeconds(60)));
  }

  @Test
  void passesArgumentsUntouchedAndReturnsTheExitCode() throws Exception {
    Result result = launch(Map.of(), "new", "add a  thing", "*", "", "a\"b'c", "$HOME", "\\n", "é");

    assertThat(result.output)
        .isEqualTo("<new>\n<add a  thing>\n<*>\n<>\n<a\"b'c>\n<$HOME>\n<\\n>\n<é>\n");
    assertThat(result.code).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LC_ALL=de_DE.UTF-8",
        "LANG=xx_YY",
        "LC_CTYPE=C",
        "LC_ALL=POSIX",
        "LANG=",
        "LC_ALL=C.UTF-8"
      })
  void readsArgumentsWhateverTheLocale(String variable) throws Exception {
    Map<String, String> locale = new HashMap<>(Map.of("LC_ALL", "", "LC_CTYPE", "", "LANG", ""));
    locale.put(variable.split("=")[0], variable.replaceFirst(".*=", ""));

    assertThat(launch(locale, "größe").output).isEqualTo("<größe>\n");
  }

  @Test
  void isFoundThroughASymbolicLink() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("a b/bin/schema-cli"));

    assertThat(run(link, Map.of(), "x").output).isEqualTo("<x>\n");
  }

  @Test
  void isFoundInAFolderOfAnyName() throws Exception {
    Path nasty = folder.resolve("it's \"a\" $(touch pwned) `touch pwned` * \\ ;& -n é");
    Files.move(folder.resolve("a b"), nasty);
    Path java = Files.createSymbolicLink(folder.resolve("java's $HOME; *"), Path.of(JAVA_HOME));

    Result result =
        run(
            nasty.resolve("bin/schema-cli"),
            Map.of("JAVA_HOME", java.toString()),
            "$(touch pwned)",
            "`touch pwned`",
            "; touch pwned",
            "a\nb",
            "'");

    assertThat(result.output)
        .isEqualTo("<$(touch pwned)>\n<`touch pwned`>\n<; touch pwned>\n<a\nb>\n<'>\n");
    assertThat(result.code).isEqualTo(7);
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.map(file -> file.getFileName().toString())).doesNotContain("pwned");
    }
  }

  @Test
  void saysThatJavaCannotRunInAFolderWithAColon() throws Exception {
    install("a:b");

    assertThat(launch(Map.of()).output)
        .isEqualTo(
            "schema-cli: Java cannot run what lies in a folder with a colon in its path (%s/lib/schema-cli.jar). Move it to another one.\n"
                .formatted(home.toRealPath()));
  }

  @Test
  void runsTheJavaThatJavaHomeNames() throws Exception {
    Path jdk = javaHome("17.0.1", "echo mine");

    assertThat(launch(Map.of("JAVA_HOME", jdk.toString()), "x").output).isEqualTo("mine\n");
  }

  @Test
  void saysWhenThereIsNoJava() throws Exception {
    Path tools = Files.createDirectories(folder.resolve("tools"));
    for (String tool : List.of("dirname", "readlink", "sed", "head")) {
      Files.createSymbolicLink(tools.resolve(tool), which(tool));
    }

    Result result = launch(Map.of("PATH", tools.toString(), "JAVA_HOME", ""));

    assertThat(result.output)
        .isEqualTo(
            "schema-cli: there is no Java: install a JDK 17 or newer (such as Debian's openjdk-17-jdk), or set JAVA_HOME to one.\n");
    assertThat(result.code).isEqualTo(1);
  }

  @Test
  void saysWhenJavaHomeIsWrong() throws Exception {
    assertThat(launch(Map.of("JAVA_HOME", "/nowhere")).output)
        .isEqualTo(
            "schema-cli: JAVA_HOME is /nowhere, but there is no bin/java in it. Set it to a JDK 17 or newer, or unset it to use the one on the PATH.\n");
  }

  @Test
  void saysWhenJavaIsTooOld() throws Exception {
    for (String version : List.of("11.0.20", "1.8.0_402")) {
      Path jdk = javaHome(version, "echo wrong");

      assertThat(launch(Map.of("JAVA_HOME", jdk.toString())).output)
          .isEqualTo(
              "schema-cli: %s/bin/java is Java %s, but 17 or newer is needed. Set JAVA_HOME to a newer one.\n"
                  .formatted(jdk, version));
    }
  }

  @Test
  void asksAJavaThatHasNoReleaseFileEvenIfThatSaysMoreThanItsVersion() throws Exception {
    Path jdk =
        javaHome(
            "11",
            "echo 'Picked up JAVA_TOOL_OPTIONS: -Dx=y' >&2; echo 'openjdk version \"11.0.20\" 2023-07-18' >&2");
    Files.delete(jdk.resolve("release"));

    assertThat(launch(Map.of("JAVA_HOME", jdk.toString())).output)
        .contains("is Java 11.0.20, but 17 or newer is needed");
  }

  @Test
  void saysWhenTheJarIsMissing() throws Exception {
    Files.delete(folder.resolve("a b/lib/schema-cli.jar"));

    assertThat(launch(Map.of()).output)
        .isEqualTo(
            "schema-cli: there is no schema-cli.jar in %1$s/lib nor in %1$s/bin.\n"
                .formatted(folder.resolve("a b").toRealPath()));
  }

  @Test
  void sharesClassesFromTheSecondAnswerOnAndSaysNothingOfIt() throws Exception {
    // JDK 17 shares nothing out of a jar in a folder with a space.
    install("plain");
    String said = "<answer>\n";
    assertThat(launch(Map.of(), "help").output).isEqualTo("<help>\n");
    assertThat(archives()).isEmpty();

    assertThat(launch(Map.of(), "answer")).isEqualTo(new Result(7, said));
    assertThat(archives()).hasSize(1);
    assertThat(launch(Map.of(), "answer")).isEqualTo(new Result(7, said));

    assertThat(files()).noneMatch(file -> file.contains(".list.") || file.contains(".new."));
    // As those who ask the JVM see it: the class comes out of the archive.
    assertThat(launch(LOADED, "answer").output)
        .containsPattern("LauncherTest\\$Echo source: shared objects file");
  }

  @Test
  void firstAnswersAtOnceMakeOneArchiveAndLeaveNothing() throws Exception {
    install("plain");
    List<Process> started = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      started.add(start(launcher, Map.of(), "answer"));
    }
    for (Process process : started) {
      assertThat(result(process)).isEqualTo(new Result(7, "<answer>\n"));
    }
    assertThat(launch(LOADED, "answer").output)
        .containsPattern("LauncherTest\\$Echo source: shared objects file");
    assertThat(files()).hasSize(2);
  }

  @Test
  void doesWithoutAnArchiveThatDoesNotFitAndMakesANewOneForANewJar() throws Exception {
    install("plain");
    launch(Map.of(), "answer");
    Path archive = home.resolve("lib").resolve(archives().get(0));
    Files.setPosixFilePermissions(archive, PosixFilePermissions.fromString("rw-r--r--"));
    Files.writeString(archive, "no archive at all");
    assertThat(launch(Map.of(), "answer").output).isEqualTo("<answer>\n");
    Files.writeString(archive, "");
    assertThat(launch(Map.of(), "answer").output).isEqualTo("<answer>\n");
    assertThat(archive).isEmptyFile();

    Path jar = home.resolve("lib/schema-cli.jar");
    Files.setLastModifiedTime(archive, FileTime.from(Instant.now().minusSeconds(120)));
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().minusSeconds(90)));
    launch(Map.of(), "answer");
    assertThat(Files.size(archive)).isGreaterThan(1_000_000);
  }

  @Test
  void makesAnArchiveForAJarThatTookAnothersPlaceAndIsOlderThanItsArchive() throws Exception {
    install("plain");
    Path sum = home.resolve("lib/schema-cli.jar.sha256");
    Files.writeString(sum, "0123456789abcdef  schema-cli.jar\n");
    launch(Map.of(), "answer");
    assertThat(archives()).singleElement().asString().startsWith("classes-0123456789ab-");

    Files.writeString(sum, "fedcba9876543210  schema-cli.jar\n");
    assertThat(launch(Map.of(), "answer")).isEqualTo(new Result(7, "<answer>\n"));
    assertThat(archives()).singleElement().asString().startsWith("classes-fedcba987654-");
  }

  @Test
  void saysWhyAClassArchiveThatWasAskedForCannotBeMade() throws Exception {
    install("plain");

    Result result = launch(Map.of(), "--class-archive");

    assertThat(result.code).isEqualTo(1);
    assertThat(result.output)
        .endsWith(
            "schema-cli: the class archive could not be made, for the reason above. The command works without it, and starts more slowly.\n");
    assertThat(archives()).isEmpty();
    assertThat(launch(Map.of(), "--class-archive", "nowhere").output)
        .endsWith("schema-cli: there is no folder nowhere with the embedded server's jars.\n");
  }

  private List<String> archives() throws IOException {
    return files().stream().filter(file -> file.endsWith(".jsa")).toList();
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("lib"))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private Path javaHome(String version, String script) throws IOException {
    Path home = folder.resolve("jdk-" + version);
    Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(
        home.resolve("release"),
        "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\nOS_NAME=\"Linux\"\n");
    return home;
  }

  private static Path which(String tool) {
    for (String place : List.of("/usr/bin", "/bin")) {
      if (Files.isExecutable(Path.of(place, tool))) {
        return Path.of(place, tool);
      }
    }
    throw new IllegalStateException("There is no " + tool);
  }

  private Result launch(Map<String, String> variables, String... args) throws Exception {
    return run(launcher, variables, args);
  }

  private Result run(Path command, Map<String, String> variables, String... args) throws Exception {
    return result(start(command, variables, args));
  }

  private Process start(Path command, Map<String, String> variables, String... args)
      throws IOException {
    List<String> line = new ArrayList<>(List.of("/bin/sh", command.toString()));
    line.addAll(List.of(args));
    ProcessBuilder builder =
        new ProcessBuilder(line).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().putAll(variables);
    return builder.start();
  }

  private static Result result(Process process) throws IOException, InterruptedException {
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Secrets.assertNoneIn(output);
    return new Result(process.waitFor(), output);
  }

  private record Result(int code, String output) {}
}
