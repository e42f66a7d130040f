package dev.nof1.schema.postgres.process;

import dev.nof1.schema.postgres.files.Waiting;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Runs a program with an environment that means the same on every machine. */
public final class Command {
  private Command() {}

  /** A program ran and did not do what it was asked; the message has its words. */
  public static final class Failed extends IOException {
    Failed(String message) {
      super(message);
    }
  }

  /** The builder of a child that inherits neither the locale nor anything of libpq's. */
  static ProcessBuilder builder(List<String> command) {
    // The JVM's own folder may be closed to the user the program runs as.
    ProcessBuilder builder = new ProcessBuilder(command).directory(new File("/"));
    Map<String, String> environment = builder.environment();
    environment
        .keySet()
        .removeIf(name -> name.startsWith("LC_") || name.startsWith("LANG") || isLibpq(name));
    // initdb would otherwise write the builder's time zone into a cluster others use.
    environment.put("TZ", "UTC");
    return builder.redirectErrorStream(true);
  }

  private static boolean isLibpq(String name) {
    return name.startsWith("PG");
  }

  /**
   * Runs the program to its end.
   *
   * @param input what it reads
   * @return what it said
   * @throws IOException with what it said, when it could not be started or failed
   */
  public static String run(List<String> command, String input) throws IOException {
    Process process = builder(command).start();
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // It ended without reading; its exit code and its words say why.
    }
    try {
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor();
      if (status != 0) {
        throw new Failed(command.get(0) + " failed with exit code " + status + ": " + said.strip());
      }
      return said;
    } catch (InterruptedException e) {
      throw Waiting.interrupted(e);
    } finally {
      process.destroyForcibly();
    }
  }
}
