package dev.nof1.schema.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A repository that grows at random: tables, views, functions with a delimiter of their own,
 * variables, comments; now and then a script that fails or has no undo section. What the stock tool
 * cannot read is avoided.
 */
final class RandomRepository {
  /** What is known of a script that is not as it should be. */
  enum Flaw {
    NONE,
    FAILS_UP,
    FAILS_DOWN,
    NO_UNDO
  }

  private final Path folder;
  private final Random random;
  private final boolean fullScript;
  final TreeMap<Integer, Flaw> scripts = new TreeMap<>();

  RandomRepository(Path folder, Random random) {
    this.folder = folder;
    this.random = random;
    this.fullScript = random.nextInt(4) == 0;
    write(
        "scripts/1_create_changelog.sql",
        """
        -- // create changelog
        CREATE TABLE ${changelog} (ID NUMERIC(20,0) NOT NULL, APPLIED_AT VARCHAR(25) NOT NULL,
          DESCRIPTION VARCHAR(255) NOT NULL);
        ALTER TABLE ${changelog} ADD CONSTRAINT pk_${changelog} PRIMARY KEY (id);
        -- //@UNDO
        DROP TABLE ${changelog};
        """);
    scripts.put(1, Flaw.NONE);
    int id = 1;
    for (int i = 3 + random.nextInt(5); i > 0; i--) {
      id += 2 + random.nextInt(30);
      add(id, flaw());
    }
  }

  /** An environment for one of the databases. */
  void environment(String name, String database) {
    write(
        "environments/" + name + ".properties",
        """
        driver=org.postgresql.Driver
        url=%s
        username=postgres
        password=%s
        changelog=CHANGELOG
        send_full_script=%s
        word=it is said
        """
            .formatted(
                ForeignRepository.server().jdbcUrl(database),
                ForeignRepository.server().password(),
                fullScript));
  }

  /** One more, anywhere after the first. */
  String add() {
    int id = 2 + random.nextInt(scripts.lastKey() + 20);
    if (!scripts.containsKey(id)) {
      add(id, Flaw.NONE);
    }
    return "add " + id;
  }

  /** Repairs what fails. */
  String mend() {
    scripts.forEach(
        (id, flaw) -> {
          if (flaw != Flaw.NONE) {
            add(id, Flaw.NONE);
          }
        });
    return "mend";
  }

  void remove(int id) {
    scripts.remove(id);
    try {
      Files.delete(file(id));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every script's name and text, for the report of a difference. */
  @Override
  public String toString() {
    return scripts.entrySet().stream()
        .map(s -> s.getKey() + " " + s.getValue())
        .collect(Collectors.joining(", ", "send_full_script=" + fullScript + ": ", ""));
  }

  private Flaw flaw() {
    return switch (random.nextInt(14)) {
      case 0 -> Flaw.FAILS_UP;
      case 1 -> Flaw.FAILS_DOWN;
      case 2 -> Flaw.NO_UNDO;
      default -> Flaw.NONE;
    };
  }

  private void add(int id, Flaw flaw) {
    scripts.put(id, flaw);
    String up = "-- // a script\n-- and what it does\n" + up(id).replace("#", "" + id);
    String down = down(id).replace("#", "" + id);
    String broken = "UPDATE nowhere SET x = 1;\n";
    write(
        "scripts/" + file(id).getFileName(),
        up
            + (flaw == Flaw.FAILS_UP ? broken : "")
            + (flaw == Flaw.NO_UNDO
                ? ""
                : "\n--//@UNDO it is undone\n" + down + (flaw == Flaw.FAILS_DOWN ? broken : "")));
  }

  private Path file(int id) {
    return folder.resolve("scripts/" + id + "_script_of_" + kind(id) + ".sql");
  }

  private static String kind(int id) {
    return switch (id % 4) {
      case 0 -> "table";
      case 1 -> "table_and_rows";
      case 2 -> "view";
      default -> "function";
    };
  }

  private String up(int id) {
    return switch (id % 4) {
      case 0 ->
          "CREATE TABLE t# (\n  id int PRIMARY KEY,\n  note text DEFAULT '${word}, ${unknown}'\n);\n";
      case 1 ->
          """
          CREATE TABLE t# (id int, what text);
          // a comment in the old way
          CREATE INDEX i# ON t# (what);

          INSERT INTO t# VALUES (1, '${word}');
          INSERT INTO t# SELECT g, 'row -- ' || g
            FROM generate_series(2, 4) g;
          """;
      case 2 ->
          "CREATE TABLE t# (id int);\nCREATE VIEW v# AS SELECT id, id * 2 AS twice FROM t# WHERE id > #;\n";
      default -> function();
    };
  }

  /** Sent in one piece, a script needs no delimiter, and the directive is a comment. */
  private String function() {
    String body =
        "CREATE FUNCTION f#() RETURNS int LANGUAGE plpgsql AS $$\nBEGIN\n  RETURN #;\nEND;\n$$";
    return fullScript
        ? body + ";\n"
        : "-- //@DELIMITER |\n" + body + "|\n-- //@DELIMITER ;\nCREATE TABLE t# (id int);\n";
  }

  private String down(int id) {
    return switch (id % 4) {
      case 2 -> "DROP VIEW v#;\nDROP TABLE t#;\n";
      case 3 -> "DROP FUNCTION f#();\n" + (fullScript ? "" : "DROP TABLE t#;\n");
      default -> "DROP TABLE t#;\n";
    };
  }

  private void write(String file, String text) {
    try {
      Path target = folder.resolve(file);
      Files.createDirectories(target.getParent());
      Files.writeString(target, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
