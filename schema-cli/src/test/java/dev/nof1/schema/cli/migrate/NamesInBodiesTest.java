package dev.nof1.schema.cli.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.cli.fixture.Cli;
import dev.nof1.schema.cli.fixture.ForeignRepository;
import dev.nof1.schema.cli.fixture.Psql;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * BEGIN, CASE and END as names in routines: the server reads them, and psql, which counts words,
 * splits what {@code script} writes where we split.
 */
class NamesInBodiesTest {
  private static final String FUNCTIONS =
      "SELECT p.oid::regprocedure || ' ' || coalesce(pg_get_function_sqlbody(p.oid), prosrc) FROM pg_proc p WHERE pronamespace = 'public'::regnamespace ORDER BY 1";

  @TempDir private Path folder;
  private ForeignRepository repository;
  private ForeignRepository other;

  @BeforeEach
  void createRepositories() {
    repository = ForeignRepository.create(folder.resolve("a"));
    other = ForeignRepository.create(folder.resolve("b"));
    for (ForeignRepository each : List.of(repository, other)) {
      each.write(
          "scripts/4_span.sql",
          "CREATE TABLE span (\"end\" int, \"case\" int, begin int, atomic int); CREATE TYPE begin AS (\"end\" int);\n");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT s.end FROM span s; END;",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT begin FROM span ORDER BY begin; END;",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1 AS end; SELECT 2 AS case; SELECT 3 AS begin; END;",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT begin end FROM span; SELECT 1 case; END;",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT CASE s.case WHEN s.end THEN CASE WHEN true THEN begin END END case FROM span s; SELECT 1 case; END;",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT s /* . */ . /* ; */ END FROM span s; SELECT begin atomic FROM span; SELECT atomic end FROM span; END;",
        "CREATE FUNCTION f(begin) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT $1.end; SELECT 1.5 end; END;",
        "CREATE FUNCTION begin() RETURNS begin LANGUAGE sql AS 'SELECT NULL::begin'; CREATE FUNCTION f() RETURNS int RETURN 1;",
        "CREATE OR REPLACE FUNCTION f(begin int) RETURNS int LANGUAGE sql IMMUTABLE RETURN CASE begin WHEN 1 THEN begin END;",
        "CREATE PROCEDURE p() LANGUAGE sql BEGIN ATOMIC INSERT INTO span (begin) VALUES (1) RETURNING begin end; UPDATE span SET begin = CASE WHEN begin > 1 THEN 2 END; ; END;",
        "CREATE FUNCTION f() RETURNS text LANGUAGE sql BEGIN ATOMIC SELECT E'a'\n'\\';b' end; END;",
        "CREATE FUNCTION f() RETURNS text LANGUAGE sql RETURN E'a' -- more;\n  'b\\'c; \\\\d';"
      })
  void areReadAsTheServerReadsThem(String routine) {
    String script = routine + "\nCREATE TABLE after_it (id int);\n";
    repository.write("scripts/5_routine.sql", script);
    other.write("scripts/5_routine.sql", script);

    Cli.Result up = run(other, "up");
    assertThat(up.code()).as(up.err()).isZero();
    assertThat(other.query("SELECT to_regclass('after_it')")).containsExactly("after_it");

    Path sql = folder.resolve("out.sql");
    Cli.Result written = run(repository, "script", "base", "head", "-o", sql.toString());
    assertThat(written.code()).as(written.err()).isZero();
    assertThat(Psql.run(repository.database(), sql)).doesNotContain("ERROR");
    assertThat(repository.query("SELECT to_regclass('after_it')")).containsExactly("after_it");
    assertThat(repository.query(FUNCTIONS)).isEqualTo(other.query(FUNCTIONS)).isNotEmpty();
  }

  @Test
  void aBodyThatDoesNotEndIsRefusedWhereItBegins() {
    repository.write(
        "scripts/5_routine.sql",
        "CREATE FUNCTION f() RETURNS int\nLANGUAGE sql BEGIN ATOMIC\n  SELECT 1\nEND;\nCREATE TABLE x ();\n");

    Cli.Result up = run(repository, "up");

    assertThat(up.code()).isEqualTo(1);
    assertThat(up.err())
        .contains(
            "5_routine.sql:2:14: this BEGIN ATOMIC body is not closed; add END, behind the semicolon of its last statement");
    assertThat(repository.query("SELECT to_regclass('first')")).containsExactly((String) null);
  }

  private static Cli.Result run(ForeignRepository repository, String... args) {
    return Cli.in(repository.path()).run(with("--path=" + repository.path(), args));
  }

  private static String[] with(String option, String[] args) {
    String[] line = new String[args.length + 1];
    line[0] = option;
    System.arraycopy(args, 0, line, 1, args.length);
    return line;
  }
}
