package dev.nof1.schema.cli.io;

import dev.nof1.schema.environment.Surroundings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Circumstances in which a command was started; a value, so that a test can start one anywhere.
 *
 * @param surroundings environment variables and system properties
 * @param workingDirectory what relative paths are relative to
 * @param checkout the top folder of this project's repository, if the command was started from one
 * @param environment an environment that counts instead of the repository's files; of the nof1
 *     migrations those count
 */
public record Invocation(
    Surroundings surroundings,
    Path workingDirectory,
    Optional<Path> checkout,
    Optional<StatedEnvironment> environment) {
  /** The launcher in a checkout says where it is. */
  private static final String CHECKOUT = "nof1.checkout";

  /** The launcher knows, and Java does not: the numbers of the streams that are terminals. */
  private static final String TERMINALS = "nof1.terminals";

  /** Invocation with the environments that the repository has. */
  public Invocation(Surroundings surroundings, Path workingDirectory, Optional<Path> checkout) {
    this(surroundings, workingDirectory, checkout, Optional.empty());
  }

  public static Invocation ofThisProcess() {
    String checkout = System.getProperty(CHECKOUT, "");
    return new Invocation(
        Surroundings.ofProcess(),
        Path.of("").toAbsolutePath(),
        checkout.isEmpty() ? Optional.empty() : Optional.of(Path.of(checkout)));
  }

  /**
   * Checks whether a stream of the process (0 input, 1 output, 2 errors) is somebody's terminal.
   */
  public boolean isTerminal(int stream) {
    return surroundings.properties().getOrDefault(TERMINALS, "").contains(Integer.toString(stream));
  }

  /** An environment variable; empty if there is none. */
  public String variable(String name) {
    return surroundings.variables().getOrDefault(name, "");
  }

  /**
   * The folder that {@code env/}, {@code .env} and the embedded server's data are looked for in.
   */
  public Path home() {
    return checkout.orElse(workingDirectory);
  }
}
