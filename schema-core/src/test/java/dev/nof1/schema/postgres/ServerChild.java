package dev.nof1.schema.postgres;

import java.nio.file.Path;

/** A JVM that runs a server until its input ends; tests watch it, and kill it. */
final class ServerChild {
  private ServerChild() {}

  /** With a folder, a persistent server on it; without, a throw-away one. */
  public static void main(String[] args) throws Exception {
    ServerSettings settings =
        ServerSettings.defaults().withProgress(line -> System.out.println("progress: " + line));
    try (EmbeddedServer server =
        args.length > 0
            ? EmbeddedServer.persistent(Path.of(args[0]), settings)
            : EmbeddedServer.temporary(settings)) {
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
}
