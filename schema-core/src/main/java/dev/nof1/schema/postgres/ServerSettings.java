package dev.nof1.schema.postgres;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * How an {@link EmbeddedServer} is started. Immutable; every {@code with} method gives a changed
 * copy.
 *
 * @param parameters server parameters by name, as in {@code postgresql.conf}; they win over what
 *     this project chooses, except for the address and the port
 * @param startTimeout how long a server may take until it accepts connections
 * @param progress told, in one line each, what takes longer than a moment (unpacking, waiting for
 *     another process); called on the starting thread
 */
public record ServerSettings(
    Map<String, String> parameters, Duration startTimeout, Consumer<String> progress) {

  private static final ServerSettings DEFAULTS =
      new ServerSettings(Map.of(), Duration.ofSeconds(30), line -> {});

  /**
   * Copies the parameters, keeping their order.
   *
   * @param parameters server parameters by name
   * @param startTimeout positive
   * @param progress told what takes long
   */
  public ServerSettings {
    if (startTimeout.isNegative() || startTimeout.isZero()) {
      throw new IllegalArgumentException("The start timeout must be positive: " + startTimeout);
    }
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /**
   * No parameters of one's own, thirty seconds to start, and silence.
   *
   * @return the settings to start from
   */
  public static ServerSettings defaults() {
    return DEFAULTS;
  }

  /**
   * Sets one server parameter.
   *
   * @param name the parameter, such as {@code log_statement}
   * @param value its value, as it would stand in {@code postgresql.conf} without quotes
   * @return a changed copy
   */
  public ServerSettings withParameter(String name, String value) {
    Map<String, String> changed = new LinkedHashMap<>(parameters);
    changed.put(name, value);
    return new ServerSettings(changed, startTimeout, progress);
  }

  /**
   * Sets how long a server may take until it accepts connections.
   *
   * @param timeout a positive duration
   * @return a changed copy
   */
  public ServerSettings withStartTimeout(Duration timeout) {
    return new ServerSettings(parameters, timeout, progress);
  }

  /**
   * Sets who is told about what takes long.
   *
   * @param listener gets lines without a line end
   * @return a changed copy
   */
  public ServerSettings withProgress(Consumer<String> listener) {
    return new ServerSettings(parameters, startTimeout, listener);
  }
}
