package dev.nof1.schema.cli.author;

import dev.nof1.schema.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A script that is being made. Nobody else who makes one gets its id, and it is there only when all
 * of it is.
 */
final class NewScript implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final Path folder;
  private final String id;
  private final Path part;

  private NewScript(Path folder, String id, Path part) {
    this.folder = folder;
    this.id = id;
    this.part = part;
  }

  /**
   * Takes an id.
   *
   * @param next gives one that is free, as far as can be seen
   * @param taken whether there is a script with it by now
   */
  static NewScript reserve(Path folder, Supplier<String> next, Predicate<String> taken)
      throws IOException {
    long started = System.nanoTime();
    while (true) {
      String id = next.get();
      Path part = folder.resolve("." + id + ".new");
      try {
        Files.createFile(part);
      } catch (FileAlreadyExistsException e) {
        if (System.nanoTime() - started > PATIENCE.toNanos()) {
          throw new ConfigurationException(
              "Somebody else is making a script with the id %s. Nothing was created. If nobody is, because a 'new' was killed, delete %s."
                  .formatted(id, part),
              e);
        }
        pause();
        continue;
      }
      NewScript script = new NewScript(folder, id, part);
      // Whoever had the id before this was reserved has given its script by now.
      if (!taken.test(id)) {
        return script;
      }
      script.close();
    }
  }

  /** The path that the script will have. */
  Path path(String words) {
    return folder.resolve(id + "_" + words + ".sql");
  }

  void write(Path script, byte[] text) throws IOException {
    Files.write(part, text);
    Files.move(part, script);
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConfigurationException("Interrupted. Nothing was created.", e);
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(part);
  }
}
