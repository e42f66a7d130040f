package dev.nof1.schema.cli.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.cli.fixture.Cli;
import dev.nof1.schema.cli.fixture.ForeignRepository;
import dev.nof1.schema.cli.fixture.Psql;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Files of another tool, a repository made of them, and a database that the other tool migrated.
 */
record ImportFixture(Path folder, ForeignRepository live) {

  static ImportFixture in(Path folder) {
    return new ImportFixture(folder, ForeignRepository.create(folder.resolve("live")));
  }

  ImportFixture write(String file, String text) {
    return write(file, text, StandardCharsets.UTF_8);
  }

  ImportFixture write(String file, String text, Charset charset) {
    try {
      Path target = folder.resolve(file);
      Files.createDirectories(target.getParent());
      Files.write(target, text.getBytes(charset));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String read(String file) {
    try {
      return Files.readString(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the environment of the repository before it is made, with the live database. */
  ImportFixture environment(String more) {
    return write("repo/environments/development.properties", live.environment() + more);
  }

  Cli.Result run(String... args) {
    return Cli.in(folder).run(args);
  }

  /** Runs SQL as the other tool would, statement by statement. */
  ImportFixture psql(String sql) {
    write("run.sql", "SET client_encoding = 'UTF8';\n\\set ON_ERROR_STOP on\n" + sql);
    Psql.run(live.database(), folder.resolve("run.sql"));
    return this;
  }

  /** Description of the live database's schema, without the other tool's tables. */
  String schema() {
    Cli.Result snapshot = run("snapshot", "--path=repo");
    assertThat(snapshot.code()).as(snapshot.err()).isZero();
    return snapshot.out();
  }

  /** The same repository with a new database, and variables for its scripts. */
  ForeignRepository fresh(String name, String more) {
    ForeignRepository fresh = ForeignRepository.create(folder.resolve(name));
    write("repo/environments/" + name + ".properties", fresh.environment() + more);
    return fresh;
  }

  String schema(String environment) {
    Cli.Result snapshot = run("snapshot", "--path=repo", "--env=" + environment);
    assertThat(snapshot.code()).as(snapshot.err()).isZero();
    return snapshot.out();
  }

  List<String> changelog() {
    return live.query("SELECT id || ' ' || description FROM changelog ORDER BY id");
  }
}
