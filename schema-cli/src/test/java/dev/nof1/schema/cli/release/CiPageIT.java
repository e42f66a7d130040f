package dev.nof1.schema.cli.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.cli.fixture.ForeignRepository;
import dev.nof1.schema.cli.release.Terminal.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/**
 * The snippets of {@code docs/ci.md}, as build servers read them: their YAML is parsed, and each
 * shell line runs with the variables that its job has, only the archive and the database being
 * where this build has them.
 */
class CiPageIT {
  private static final Pattern SNIPPET = Pattern.compile("(?ms)^```yaml\\n(.*?)^```$");

  private Path folder;
  private ForeignRepository shop;
  private Map<String, String> variables;

  @BeforeEach
  void createRepository() throws IOException {
    folder = Files.createTempDirectory("ci");
    shop = ForeignRepository.create(Files.createDirectories(folder.resolve("shop")));
    shop.write("environments/production.properties", "changelog=changelog\n");
    Path temporary = Files.createDirectories(folder.resolve("runner temp"));
    variables = new TreeMap<>();
    variables.put("HOME", System.getProperty("user.home"));
    variables.put("JAVA_HOME", System.getProperty("java.home"));
    variables.put("RUNNER_TEMP", temporary.toString());
    variables.put("GITHUB_PATH", Files.createFile(folder.resolve("path")).toString());
    Optional.ofNullable(System.getenv("NOF1_CACHE_DIR"))
        .ifPresent(d -> variables.put("NOF1_CACHE_DIR", d));
    assertThat(schema("up").code()).isZero();
  }

  @AfterEach
  void remove() {
    Terminal.here(Map.of()).run(folder, "rm", "-r", folder.toString()).succeeded();
  }

  @Test
  void gitHubProvesTheMigrationsAndAsksProduction() throws IOException {
    Map<String, Object> workflow = snippet(0);
    Map<String, Object> jobs = map(workflow.get("jobs"));
    assertThat(jobs).containsOnlyKeys("migrations", "production");

    assertThat(gitHub(workflow, map(jobs.get("migrations")))).containsExactly(0, 0);
    assertThat(shop.read("reports/TEST-migrations.xml")).contains("<testcase", "failures=\"0\"");

    assertThat(gitHub(workflow, map(jobs.get("production")))).containsExactly(0, 0, 0);
    assertThat(shop.read("reports/TEST-check.xml")).contains("failures=\"0\"");

    shop.write(
        "scripts/4_third.sql", "CREATE TABLE third (id int);\n-- //@UNDO\nDROP TABLE third;\n");
    shop.sql("ALTER TABLE first ADD COLUMN note text");
    assertThat(gitHub(workflow, map(jobs.get("production")))).containsExactly(0, 1, 1);
    assertThat(shop.read("reports/TEST-check.xml")).contains("added column public.first.note");
  }

  @Test
  void gitLabProvesTheMigrationsAndAsksProduction() throws IOException {
    Map<String, Object> pipeline = snippet(1);

    assertThat(gitLab(pipeline, "migrations").code()).isZero();
    assertThat(shop.read("reports/TEST-migrations.xml")).contains("<testcase", "failures=\"0\"");

    Result clean = gitLab(pipeline, "production");
    assertThat(clean.code()).as(clean.out() + clean.err()).isZero();
    assertThat(clean.out()).contains("(at 3) is what its migrations give.").endsWith("head.\n");

    shop.sql("DROP TABLE second");
    assertThat(gitLab(pipeline, "production").code()).isEqualTo(1);
    assertThat(shop.read("reports/TEST-check.xml")).contains("removed table public.second");
  }

  /**
   * Each step in a shell of its own, whose exit code is returned; the PATH grows as the steps say.
   */
  private List<Integer> gitHub(Map<String, Object> workflow, Map<String, Object> job)
      throws IOException {
    List<Integer> codes = new ArrayList<>();
    for (Object each : (List<?>) job.get("steps")) {
      Map<String, Object> step = map(each);
      if (!step.containsKey("run")) {
        assertThat(step.get("uses").toString()).matches("[\\w-]+/[\\w-]+@v\\d+");
        continue;
      }
      if (codes.stream().anyMatch(code -> code != 0) && !step.containsKey("if")) {
        continue;
      }
      List<String> path = new ArrayList<>(Files.readAllLines(folder.resolve("path")));
      path.add(System.getenv("PATH"));
      Terminal shell =
          terminal(workflow.get("env"), job.get("env")).with("PATH", String.join(":", path));
      // As GitHub calls it where a step names no shell.
      codes.add(shell.run(shop.path(), "bash", "-e", "-c", step.get("run").toString()).code());
    }
    return codes;
  }

  /** All lines of a job in one shell, after those that are for every job. */
  private Result gitLab(Map<String, Object> pipeline, String name) {
    Map<String, Object> job = map(pipeline.get(name));
    List<String> lines = new ArrayList<>(List.of("set -e"));
    for (Object line : (List<?>) map(pipeline.get("default")).get("before_script")) {
      // The image's own folder; the build has one of its own.
      lines.add(line.toString().replace("/opt", folder + "/opt"));
    }
    ((List<?>) job.get("script")).forEach(line -> lines.add(line.toString()));
    Terminal shell = terminal(pipeline.get("variables"), job.get("variables"));
    shell.run(folder, "mkdir", "-p", "opt").succeeded();
    return shell.run(shop.path(), "sh", "-c", String.join("\n", lines));
  }

  private Terminal terminal(Object general, Object special) {
    Map<String, String> all = new TreeMap<>(variables);
    map(general).forEach((name, value) -> all.put(name, value.toString()));
    map(special).forEach((name, value) -> all.put(name, value.toString()));
    all.computeIfPresent("SCHEMA_CLI_URL", (name, url) -> Release.folder().toUri().toString());
    all.computeIfPresent(
        "MIGRATIONS_URL", (name, url) -> ForeignRepository.server().jdbcUrl(shop.database()));
    all.computeIfPresent("MIGRATIONS_USERNAME", (name, user) -> "postgres");
    all.put("MIGRATIONS_PASSWORD", ForeignRepository.server().password());
    return Terminal.here(all);
  }

  private Result schema(String command) {
    return Terminal.here(variables)
        .run(
            shop.path(),
            System.getProperty("java.home") + "/bin/java",
            "-jar",
            Path.of("target/schema-cli.jar").toAbsolutePath().toString(),
            command);
  }

  private static Map<String, Object> snippet(int number) throws IOException {
    String page = Files.readString(Path.of("../docs/ci.md"));
    String text = SNIPPET.matcher(page).results().toList().get(number).group(1);
    return map(new Yaml().load(text));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object yaml) {
    return yaml == null ? Map.of() : (Map<String, Object>) yaml;
  }
}
