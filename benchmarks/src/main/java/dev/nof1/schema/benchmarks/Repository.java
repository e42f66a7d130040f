package dev.nof1.schema.benchmarks;

import dev.nof1.schema.Migrations;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * A MyBatis Migrations repository in a folder.
 *
 * @param folder its scripts
 * @param count how many
 */
record Repository(Path folder, int count) {
  private static final List<String> NOF1 =
      List.of(
          "20251101090000_create_changelog.sql",
          "20251101093000_create_initial_schema.sql",
          "20251118083000_make_seasons_fractional.sql");

  /** The nof1 tracker's first migrations. */
  static Repository nof1(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (String name : NOF1) {
      try (InputStream in = Migrations.class.getResourceAsStream("/nof1/migrations/" + name)) {
        Files.copy(Objects.requireNonNull(in, name), folder.resolve(name));
      }
    }
    return new Repository(folder, NOF1.size());
  }

  /** The same with small migrations after them that leave the schema about as large as it is. */
  static Repository large(Path folder, int count) throws IOException {
    nof1(folder);
    for (int i = NOF1.size() + 1; i <= count; i++) {
      String id = Long.toString(20260101000000L + i);
      Files.writeString(folder.resolve(id + "_step_" + i + ".sql"), script(i));
    }
    return new Repository(folder, count);
  }

  private static String script(int i) {
    String table = List.of("seasons", "llm_models", "trades", "model_chats").get(i % 4);
    String column = "extra_" + i / 20;
    String up;
    String down;
    if (i % 20 < 4) {
      up = "ALTER TABLE %s ADD COLUMN %s integer;".formatted(table, column);
      down = "ALTER TABLE %s DROP COLUMN %s;".formatted(table, column);
    } else {
      up = "COMMENT ON TABLE %s IS 'as of step %d';".formatted(table, i);
      down = "COMMENT ON TABLE %s IS NULL;".formatted(table);
    }
    return "-- // step %d%n%s%n%n-- //@UNDO%n%s%n".formatted(i, up, down);
  }
}
