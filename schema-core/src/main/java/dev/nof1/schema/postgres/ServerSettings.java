package dev.nof1.schema.postgres;

import dev.nof1.schema.postgres.files.ServerVersion;
import dev.nof1.schema.postgres.process.LaunchSettings;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Settings by which a server is started. Immutable; every {@code with} method gives a changed copy.
 *
 * @param parameters server parameters by name, as in {@code postgresql.conf}; they win over what
 *     this project chooses, except for the address and the port
 * @param startTimeout how long a server may take until it accepts connections
 * @param progress receives, in one line each, what takes longer than a moment (unpacking, waiting
 *     for another process); called on the starting thread
 * @param version which PostgreSQL an {@link EmbeddedServer} is to be, such as {@code 18} or {@code
 *     18.6}; null for the newest on the class path
 */
public record ServerSettings(
    Map<String, String> parameters,
    Duration startTimeout,
    Consumer<String> progress,
    @Nullable String version) {

  private static final ServerSettings DEFAULTS =
      new ServerSettings(Map.of(), Duration.ofSeconds(30), line -> {}, null);

  /**
   * Copies the parameters, keeping their order.
   *
   * @param parameters server parameters by name
   * @param startTimeout positive
   * @param progress receives what takes long
   * @param version major, major and minor, or null
   */
  public ServerSettings {
    if (startTimeout.isNegative() || startTimeout.isZero()) {
      throw new IllegalArgumentException("The start timeout must be positive: " + startTimeout);
    }
    if (version != null && ServerVersion.parse(version) == null) {
      throw new IllegalArgumentException(
          "PostgreSQL's version must be like 18 or 18.6: '" + version + "'");
    }
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /**
   * No parameters of one's own, thirty seconds to start, silence, and the newest PostgreSQL.
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
    return new ServerSettings(changed, startTimeout, progress, version);
  }

  /**
   * Sets how long a server may take until it accepts connections.
   *
   * @param timeout a positive duration
   * @return a changed copy
   */
  public ServerSettings withStartTimeout(Duration timeout) {
    return new ServerSettings(parameters, timeout, progress, version);
  }

  /**
   * Sets the receiver of progress: a line for each thing that takes long.
   *
   * @param listener gets lines without a line end
   * @return a changed copy
   */
  public ServerSettings withProgress(Consumer<String> listener) {
    return new ServerSettings(parameters, startTimeout, listener, version);
  }

  /**
   * Chooses among the PostgreSQL binaries on the class path.
   *
   * @param majorOrFull such as {@code 18} (the newest of these) or {@code 18.6}
   * @return a changed copy
   */
  public ServerSettings withVersion(String majorOrFull) {
    return new ServerSettings(parameters, startTimeout, progress, majorOrFull);
  }

  LaunchSettings launch() {
    return new LaunchSettings(parameters, startTimeout, progress, version);
  }
}
