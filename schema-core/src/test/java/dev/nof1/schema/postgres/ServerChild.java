package dev.nof1.schema.postgres;

import dev.nof1.schema.postgres.files.Waiting;
import java.nio.file.Path;
import java.sql.SQLException;

/** A JVM that runs a server until its input ends; tests watch it, and kill it. */
final class ServerChild {
  private ServerChild() {}

  /**
   * With a folder, a persistent server on it; without, a throw-away one, and with a key a prepared
   * one.
   */
  public static void main(String[] args) throws Exception {
    ServerSettings settings =
        ServerSettings.defaults().withProgress(line -> System.out.println("progress: " + line));
    try (EmbeddedServer server = start(args, settings)) {
      if (Boolean.getBoolean("keep")) {
        Query.run(server, "CREATE TABLE kept AS SELECT 'look at me' AS it");
        System.out.println("kept in " + server.keepData(2));
        System.out.println("password " + server.password());
      }
      if (Boolean.getBoolean("askAtExit")) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> ask(server)));
      }
      System.out.println("ready " + server.port());
      if (Boolean.getBoolean("exit")) {
        System.exit(0);
      }
      while (System.in.read() >= 0) {
        // Wait.
      }
    }
    System.out.println("closed");
  }

  private static EmbeddedServer start(String[] args, ServerSettings settings) {
    if (args.length > 0) {
      return EmbeddedServer.persistent(Path.of(args[0]), settings);
    }
    String key = System.getProperty("key");
    return key == null
        ? EmbeddedServer.temporary(settings)
        : EmbeddedServer.temporary(settings, new SmallPreparation(key));
  }

  /** Late, as somebody who has a lot to close. */
  private static void ask(EmbeddedServer server) {
    Waiting.millis(300);
    try {
      System.out.println("answered " + Query.text(server, "SELECT 42"));
    } catch (SQLException e) {
      System.out.println("refused: " + e.getMessage());
    }
  }
}
