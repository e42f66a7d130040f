package dev.nof1.schema.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.cli.fixture.Cli;
import dev.nof1.schema.cli.fixture.ForeignRepository;
import dev.nof1.schema.cli.fixture.Java;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command on machines that differ in all that a JVM and the driver take from a machine. */
class MachineTest {
  /** All that the table in docs/session.md names, and what depends on it. */
  private static final String SEES =
      """
      CREATE TABLE seen AS
      SELECT name, setting FROM pg_settings
      WHERE name IN ('standard_conforming_strings', 'TimeZone', 'DateStyle', 'IntervalStyle', 'extra_float_digits',
                     'client_encoding', 'idle_session_timeout', 'idle_in_transaction_session_timeout', 'application_name')
      UNION ALL SELECT 'float', (0.1::float8 + 0.2::float8)::text
      UNION ALL SELECT 'time', '2026-07-01 00:00'::timestamptz::text
      UNION ALL SELECT 'day', to_char('epoch'::timestamptz, 'YYYY-MM-DD HH24:MI TZ')
      UNION ALL SELECT 'string', 'C:\\new größe'
      UNION ALL SELECT 'number', to_char(1234.5, 'FM9G999D9');
      -- //@UNDO
      DROP TABLE seen;
      """;

  private static final String PARTITIONS =
      """
      CREATE TABLE m (at timestamptz NOT NULL DEFAULT '2026-01-01') PARTITION BY RANGE (at);
      CREATE TABLE m1 PARTITION OF m FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
      -- //@UNDO
      DROP TABLE m;
      """;

  /** One of a machine in Cairo without a locale, one of a machine in Turkey. */
  private static final List<List<String>> JVMS =
      List.of(
          List.of(
              "-Duser.timezone=Asia/Tokyo",
              "-Dfile.encoding=ISO-8859-1",
              "-Duser.language=ar",
              "-Duser.country=EG"),
          List.of("-Duser.timezone=America/New_York", "-Duser.language=tr", "-Duser.country=TR"));

  @TempDir private Path folder;

  private ForeignRepository repository(String name) throws IOException {
    return ForeignRepository.create(Files.createDirectories(folder.resolve(name)))
        .write("scripts/4_seen.sql", SEES)
        .write("scripts/5_partitions.sql", PARTITIONS);
  }

  @Test
  void givesTheSameOnEveryMachine() throws Exception {
    ForeignRepository first = repository("first");
    ForeignRepository second = repository("second");

    assertThat(run(first, JVMS.get(0), Map.of("LC_ALL", "C"), "up").code).isZero();
    assertThat(run(second, JVMS.get(1), Map.of(), "up").code).isZero();

    String all = "SELECT name || ' = ' || setting FROM seen ORDER BY 1";
    assertThat(second.query(all)).isEqualTo(first.query(all));
    assertThat(first.query(all))
        .contains(
            "TimeZone = UTC",
            "DateStyle = ISO, MDY",
            "client_encoding = UTF8",
            "standard_conforming_strings = on",
            "application_name = schema-cli",
            "time = 2026-07-01 00:00:00+00",
            "string = C:\\new größe");
    // Each checks what the other has made, with the scratch database of the one that came first.
    Result there = run(first, JVMS.get(1), Map.of(), "check");
    Result here = run(first, JVMS.get(0), Map.of(), "check");
    assertThat(here.out).isEqualTo(there.out);
    assertThat(here.code).isZero();
    assertThat(there.code).isZero();
    assertThat(run(second, JVMS.get(0), Map.of(), "check").code).isZero();
  }

  @Test
  void writesTheSameScriptOnEveryMachineAndItGivesTheSame() throws Exception {
    ForeignRepository repository = repository("one");

    Result here = run(repository, JVMS.get(0), Map.of("LC_ALL", "C"), "script", "base", "head");
    Result there = run(repository, JVMS.get(1), Map.of(), "script", "base", "head");

    assertThat(there).isEqualTo(here);
    ForeignRepository other = repository("other");
    assertThat(run(repository, JVMS.get(0), Map.of(), "up").code).isZero();
    other.sql("ALTER DATABASE " + other.database() + " SET TimeZone = 'Asia/Tokyo'");
    other.sql("ALTER DATABASE " + other.database() + " SET standard_conforming_strings = off");
    other.sql("ALTER DATABASE " + other.database() + " SET extra_float_digits = 0");
    other.sql(run(repository, JVMS.get(1), Map.of(), "script", "base", "head", "--plain").out);
    String values =
        "SELECT name || ' = ' || setting FROM seen WHERE name NOT IN ('application_name', 'idle_session_timeout', 'idle_in_transaction_session_timeout') ORDER BY 1";
    assertThat(other.query(values)).isEqualTo(repository.query(values));
    assertThat(run(other, JVMS.get(1), Map.of(), "check").code).isZero();
  }

  @Test
  void runsInTheZoneOfTheEnvironmentAndLeavesTheKeyToScripts() throws Exception {
    ForeignRepository repository = repository("paris");
    repository
        .append(
            "environments/development.properties",
            "session_time_zone=Europe/Paris\ntime_zone=GMT+9\n")
        .write("scripts/6_zone.sql", "CREATE TABLE z AS SELECT '${session_time_zone}' AS key;\n");

    assertThat(run(repository, JVMS.get(0), Map.of(), "up").code).isZero();

    assertThat(
            repository.query(
                "SELECT setting FROM seen WHERE name IN ('TimeZone', 'time') ORDER BY name"))
        .containsExactlyInAnyOrder("Europe/Paris", "2026-07-01 00:00:00+02");
    assertThat(repository.query("SELECT key FROM z")).containsExactly("Europe/Paris");
    assertThat(run(repository, JVMS.get(1), Map.of(), "check").code).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"IST", "PST", "GMT+05:30", "SystemV/PST8PDT", "Nowhere/At_All"})
  void runsOnAMachineWhoseZoneTheServerDoesNotKnow(String zone) throws Exception {
    ForeignRepository repository = repository("zone");

    Result result = run(repository, List.of("-Duser.timezone=" + zone), Map.of("TZ", zone), "up");

    assertThat(result.code).as(result.err).isZero();
  }

  @Test
  void namesTheLocaleWhereAFileNameCannotBeRead() throws Exception {
    ForeignRepository repository = repository("names");
    repository.write("scripts/6_größe.sql", "CREATE TABLE g (i int);\n-- //@UNDO\nDROP TABLE g;\n");

    List<String> line = new ArrayList<>();
    line.addAll(List.of(ManyCommands.class.getName(), "--path=" + repository.path()));
    line.addAll(List.of("up", "status", "check", "stamp head --yes", "script base head"));
    Result all = process(repository, line, Map.of("LC_ALL", "de_DE.UTF-8"));
    List<ManyCommands.Result> results = ManyCommands.read(all.err);
    assertThat(results).hasSize(5);
    for (ManyCommands.Result result : results) {
      assertThat(result.code()).as(result.command()).isNotZero();
      assertThat(result.err())
          .as(result.command())
          .contains("has letters that this process cannot read")
          .contains("Set LC_ALL=C.UTF-8")
          .doesNotContain("internal error");
    }
    assertThat(repository.query("SELECT to_regclass('changelog')")).containsOnlyNulls();
    Result works = run(repository, List.of(), Map.of("LC_ALL", "C.UTF-8"), "up");
    assertThat(works.code).as(works.err).isZero();
    assertThat(repository.query("SELECT description FROM changelog WHERE id = 6"))
        .containsExactly("größe");
  }

  @Test
  void liftsALimitOfTheServerWhenTold() throws Exception {
    ForeignRepository repository = repository("limit");
    repository.sql("ALTER DATABASE " + repository.database() + " SET statement_timeout = '300ms'");
    repository.write("scripts/6_slow.sql", "SELECT pg_sleep(0.5);\n");

    Cli cli = Cli.in(repository.path());
    assertThat(cli.run("up", "--path=.").err())
        .contains("statement_timeout = 300 ms, set for the database (ALTER DATABASE … SET)")
        .contains("--statement-timeout=0");
    assertThat(cli.run("up", "--path=.", "--statement-timeout=0").code()).isZero();
  }

  private record Result(int code, String out, String err) {}

  /** Without a locale no JVM finds a folder whose name has an umlaut, so that links lead there. */
  private String classPath() throws IOException {
    String all = System.getProperty("java.class.path");
    if (StandardCharsets.US_ASCII.newEncoder().canEncode(all)) {
      return all;
    }
    List<String> links = new ArrayList<>();
    for (String entry : all.split(File.pathSeparator, -1)) {
      Path link = folder.resolve("class-path-" + links.size());
      if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
        Files.createSymbolicLink(link, Path.of(entry).toAbsolutePath());
      }
      links.add(link.toString());
    }
    return String.join(File.pathSeparator, links);
  }

  private Result run(
      ForeignRepository repository,
      List<String> options,
      Map<String, String> variables,
      String... words)
      throws Exception {
    List<String> line = new ArrayList<>(options);
    line.add(SchemaCli.class.getName());
    line.addAll(Arrays.asList(words));
    line.add("--path=" + repository.path());
    return process(repository, line, variables);
  }

  private Result process(
      ForeignRepository repository, List<String> words, Map<String, String> variables)
      throws Exception {
    List<String> line = Java.command(classPath());
    line.addAll(words);
    Path out = Files.createTempFile(folder, "out", "");
    Path err = Files.createTempFile(folder, "err", "");
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(repository.path().toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder
        .environment()
        .keySet()
        .removeAll(List.of("LANG", "LC_ALL", "LC_CTYPE", "JAVA_TOOL_OPTIONS"));
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().putAll(variables);
    int code = builder.start().waitFor();
    return new Result(
        code,
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }
}
