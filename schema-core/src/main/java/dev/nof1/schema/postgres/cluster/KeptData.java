package dev.nof1.schema.postgres.cluster;

import dev.nof1.schema.postgres.files.Folders;
import dev.nof1.schema.postgres.process.PostmasterPid;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Folders of throw-away servers that are not deleted, because somebody wants to look at what a
 * failed test left. They lie beside {@code run} in the cache, the latest last by name.
 */
public final class KeptData {
  /**
   * File in a server's folder that says under which name the data is to be kept; the undertaker
   * obeys it.
   */
  private static final String MARKER = "keep";

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");
  private static final Pattern NAME = Pattern.compile("[0-9]{8}T[0-9]{6}Z-[0-9]+-[0-9a-f]+");

  private KeptData() {}

  /** Says that the folder is to be kept, and returns where it will be. */
  public static Path keep(Path folder, List<String> command, Path data, int newest)
      throws IOException {
    Path marker = folder.resolve(MARKER);
    if (!Files.exists(marker)) {
      String name = LocalDateTime.now(ZoneOffset.UTC).format(TIME) + "-" + folder.getFileName();
      Folders.create(kept(folder));
      deleteAllBut(newest - 1, kept(folder));
      Path script = folder.resolve("start");
      Files.writeString(script, script(command, data));
      Folders.mode(script, 0755);
      Path unfinished = folder.resolve(MARKER + ".new");
      Files.writeString(unfinished, name);
      Files.move(unfinished, marker);
    }
    return kept(folder).resolve(Files.readString(marker));
  }

  /** Deletes a folder that nobody uses any more, or moves it where it is to be kept. */
  static boolean discard(Path folder) {
    try {
      String name = Files.readString(folder.resolve(MARKER));
      if (NAME.matcher(name).matches()) {
        Files.move(folder, kept(folder).resolve(name));
        return true;
      }
    } catch (IOException e) {
      // It is not to be kept, or is gone.
    }
    return Folders.tryDelete(folder);
  }

  private static Path kept(Path folder) {
    return folder.resolveSibling("../kept").normalize();
  }

  private static void deleteAllBut(int newest, Path kept) throws IOException {
    List<Path> all = new ArrayList<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(kept)) {
      for (Path child : children) {
        if (NAME.matcher(child.getFileName().toString()).matches()) {
          all.add(child);
        }
      }
    }
    all.sort(Comparator.comparing(Path::getFileName).reversed());
    for (Path each : all.subList(Math.min(newest, all.size()), all.size())) {
      Path data = each.resolve("data");
      PostmasterPid pid = PostmasterPid.read(data);
      if (pid == null || !pid.isAlive(data)) {
        Folders.tryDelete(each);
      }
    }
  }

  private static String script(List<String> command, Path data) {
    StringBuilder script = new StringBuilder();
    script.append(
        """
        #!/bin/sh
        # Runs the PostgreSQL server whose data is beside this file, on the port it had, until
        # Ctrl-C. User and password are what they were.
        here=$(cd "$(dirname "$0")" && pwd) || exit
        cd /
        export LC_ALL=C TZ=UTC
        exec""");
    for (String word : command) {
      script.append(' ').append(word.equals(data.toString()) ? "\"$here/data\"" : quoted(word));
    }
    return script.append('\n').toString();
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
