package dev.nof1.schema.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.nof1.schema.cli.fixture.Cli;
import dev.nof1.schema.cli.fixture.ForeignRepository;
import dev.nof1.schema.cli.fixture.Java;
import dev.nof1.schema.cli.io.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

class TestCommandTest {
  @TempDir private Path folder;
  private ForeignRepository repository;

  @BeforeEach
  void create() {
    repository = ForeignRepository.create(folder);
  }

  private Cli.Result test(String... more) {
    String[] args = new String[more.length + 2];
    args[0] = "test";
    args[1] = "--path=" + folder;
    System.arraycopy(more, 0, args, 2, more.length);
    return Cli.in(folder).run(args);
  }

  @Test
  void printsATreeOfWhatItHasProved() {
    Cli.Result result = test();

    assertThat(result.out())
        .contains(
            """
            up, down, up
              ok       1 (create changelog) can be applied, undone and applied again
              ok       2 (first) can be applied, undone and applied again
              ok       3 (second) can be applied, undone and applied again
            """)
        .endsWith(
            """
            rows survive
              ok       1 (create changelog) gives back the same rows once it is undone
              ok       2 (first) gives back the same rows once it is undone
              ok       3 (second) gives back the same rows once it is undone
            19 passed, 0 failed, 1 skipped.
            """);
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
  }

  @Test
  void touchesNoDatabaseButItsOwn() {
    assertThat(test().code()).isZero();
    assertThat(repository.query("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
        .isEqualTo(List.of("0"));
  }

  @Test
  void failsWithTheDifferenceAndWithoutValuesOfVariables() {
    repository
        .append("environments/development.properties", "api_key=hunter2-hunter2\n")
        .write(
            "scripts/4_key.sql",
            "ALTER TABLE first ADD COLUMN key text DEFAULT 'none';\n-- //@UNDO\nALTER TABLE first DROP COLUMN key;\n")
        .write(
            "scripts/5_default.sql",
            "ALTER TABLE first ALTER COLUMN key SET DEFAULT '${api_key}';\n-- //@UNDO\nSELECT 1;\n");
    Cli.Result result = test();

    assertThat(result.out())
        .contains(
            """
              FAILED   5 (default) leaves the schema as it was once it is undone
                       5 (default): Once it is undone, the schema is not as before:
                         changed column public.first.key: default: 'none'::text -> '${api_key}'::text
            """)
        .endsWith("26 passed, 1 failed, 1 skipped.\n")
        .doesNotContain("hunter2");
    assertThat(result.code()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void answersMachinesInJson() {
    repository.write("scripts/4_third.sql", "CREATE TABLE third (id int);\n");
    Cli.Result result = test("--format", "json");

    JsonObject json = JsonParser.parseString(result.out()).getAsJsonObject();
    assertThat(json.get("failed").getAsInt()).isEqualTo(1);
    assertThat(json.get("error").getAsInt()).isZero();
    assertThat(json.get("passed").getAsInt() + json.get("skipped").getAsInt())
        .isEqualTo(json.getAsJsonArray("tests").size() - 1);
    JsonObject failed =
        json.getAsJsonArray("tests").asList().stream()
            .map(each -> each.getAsJsonObject())
            .filter(each -> each.get("outcome").getAsString().equals("failed"))
            .findFirst()
            .orElseThrow();
    assertThat(failed.get("group").getAsString()).isEqualTo("every migration has an undo section");
    assertThat(failed.get("name").getAsString())
        .isEqualTo("4 (third) has an undo section, or says why it cannot be undone");
    assertThat(failed.get("message").getAsString())
        .contains("migration 4 (third) has no undo section, so it cannot be undone.");
    assertThat(failed.get("milliseconds").getAsLong()).isNotNegative();
    assertThat(result.code()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void writesJunitXml() throws Exception {
    repository.write(
        "scripts/4_third.sql", "CREATE TABLE third (id int);\n-- //@UNDO\nDROP TABLE thrd;\n");
    Cli.Result result = test("--xml=reports/");

    Element suite =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(folder.resolve("reports/TEST-migrations.xml").toFile())
            .getDocumentElement();
    assertThat(suite.getTagName()).isEqualTo("testsuite");
    assertThat(suite.getAttribute("failures")).isEqualTo("1");
    assertThat(suite.getElementsByTagName("testcase").getLength())
        .isEqualTo(Integer.parseInt(suite.getAttribute("tests")));
    assertThat(suite.getElementsByTagName("skipped").getLength())
        .isEqualTo(Integer.parseInt(suite.getAttribute("skipped")))
        .isPositive();
    Element failure = (Element) suite.getElementsByTagName("failure").item(0);
    assertThat(failure.getTextContent()).contains("table \"thrd\" does not exist [42P01]");
    Element test = (Element) failure.getParentNode();
    assertThat(test.getAttribute("classname")).isEqualTo("migrations.up, down, up");
    assertThat(test.getAttribute("name")).startsWith("4 (third) can be applied");
    assertThat(test.getAttribute("time")).matches("\\d+\\.\\d{3}");
    assertThat(result.code()).isEqualTo(ExitCode.FAILED);

    assertThat(test("--xml", "one.xml").code()).isEqualTo(ExitCode.FAILED);
    assertThat(folder.resolve("one.xml")).content().contains("<testcase");
    assertThat(folder.resolve("reports")).isDirectoryContaining("glob:**TEST-migrations.xml");
  }

  @Test
  void writesNamesThatXmlCannotHold() throws Exception {
    repository.write(
        "scripts/4_odd.sql", "CREATE TABLE \"a<&\u0001b\" (id int);\n-- //@UNDO\nSELECT 1;\n");
    assertThat(test("--xml=out.xml").code()).isEqualTo(ExitCode.FAILED);

    assertThat(
            DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(folder.resolve("out.xml").toFile())
                .getDocumentElement()
                .getElementsByTagName("failure")
                .getLength())
        .isEqualTo(1);
  }

  @Test
  void comparesHeadWithTheSchemaFileBesideTheScriptsOrTheOneThatIsNamed() {
    repository.write("schema.sql", "CREATE TABLE first (id int);\nCREATE TABLE second (id int);\n");
    assertThat(test().out()).endsWith("20 passed, 0 failed, 0 skipped.\n");

    repository.write("other.sql", "CREATE TABLE first (id int);\n");
    Cli.Result other = test("--target=other.sql");
    assertThat(other.out())
        .contains("added table public.second\n")
        .endsWith("19 passed, 1 failed, 0 skipped.\n");
    assertThat(other.code()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void saysThatItCouldNotTell() {
    Cli.Result noScripts = test("--scriptpath=" + folder.resolve("nowhere"));
    assertThat(noScripts.err()).startsWith("schema-cli: ").contains("nowhere");
    assertThat(noScripts.out()).isEmpty();
    assertThat(noScripts.code()).isEqualTo(ExitCode.UNKNOWN);

    Cli.Result noTarget = test("--target=nothing.sql");
    assertThat(noTarget.err())
        .isEqualTo(
            "schema-cli: There is no file %s. Nothing was run. Check --target.%n"
                .formatted(folder.resolve("nothing.sql")));
    assertThat(noTarget.code()).isEqualTo(ExitCode.UNKNOWN);

    assertThat(test("more").code()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void saysThatTheReportCannotBeWritten() {
    repository.write("file", "");
    Cli.Result result = test("--xml=file/report.xml");

    assertThat(result.out()).endsWith("19 passed, 0 failed, 1 skipped.\n");
    assertThat(result.err())
        .startsWith(
            "schema-cli: The report %s cannot be written: "
                .formatted(folder.resolve("file/report.xml")))
        .endsWith("The results are those above.\n");
    assertThat(result.code()).isEqualTo(ExitCode.UNKNOWN);

    repository.write("scripts/4_third.sql", "CREATE TABLE third (id int);\n");
    assertThat(test("--xml=file/report.xml").code()).isEqualTo(ExitCode.FAILED);
  }

  /** What the page shows is what happens. */
  @Test
  void doesWhatThePageSays() throws IOException {
    Path file = Path.of("../docs/contract.md");
    String page = Files.readString(file);
    List<String> scripts =
        Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL)
            .matcher(page)
            .results()
            .map(match -> match.group(1))
            .toList();
    Files.delete(folder.resolve("scripts/3_second.sql"));
    Files.delete(folder.resolve("scripts/2_first.sql"));
    repository
        .write("scripts/2_create_orders.sql", scripts.get(0))
        .write("scripts/3_add_status.sql", scripts.get(1));
    Cli.Result result = test();

    String before = "```console\n$ schema-cli test\n";
    String after = "$ echo $?\n1\n```";
    if (Boolean.getBoolean("nof1.docs.write")) {
      page =
          page.substring(0, page.indexOf(before) + before.length())
              + result.out()
              + page.substring(page.indexOf(after));
      Files.writeString(file, page);
    }
    assertThat(page).contains(before + result.out() + after);
    assertThat(result.code()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void isTheOnlyCommandThatLoadsJunit() throws IOException, InterruptedException {
    Path loaded = folder.resolve("loaded.txt");
    List<String> line = Java.command();
    line.addAll(
        List.of(
            "-Xlog:class+load:file=" + loaded,
            "dev.nof1.schema.cli.SchemaCli",
            "status",
            "--path=" + folder));
    Process process =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out.txt").toFile())
            .start();

    assertThat(process.waitFor()).isZero();
    assertThat(Files.readString(folder.resolve("out.txt"))).contains("...pending...");
    assertThat(Files.readString(loaded))
        .contains("dev.nof1.schema.cli.inspect.StatusCommand ")
        .doesNotContain("org.junit.")
        .doesNotContain("dev.nof1.schema.junit.")
        .doesNotContain("dev.nof1.schema.cli.contract.");
  }
}
