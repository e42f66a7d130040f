package dev.nof1.schema.environment;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * Environment variables and system properties of a process; a value, so that a test can have
 * surroundings of its own.
 *
 * @param variables the environment variables
 * @param properties the system properties, which go before the variables
 */
public record Surroundings(Map<String, String> variables, Map<String, String> properties) {

  /**
   * Copies both maps.
   *
   * @param variables the environment variables
   * @param properties the system properties
   */
  public Surroundings {
    variables = Map.copyOf(variables);
    properties = Map.copyOf(properties);
  }

  /**
   * Reads those of this process, now.
   *
   * @return the environment variables and system properties of this process
   */
  public static Surroundings ofProcess() {
    Properties system = System.getProperties();
    Map<String, String> properties = new HashMap<>();
    for (String name : system.stringPropertyNames()) {
      properties.put(name, system.getProperty(name, ""));
    }
    return new Surroundings(System.getenv(), properties);
  }

  /** Counts only: any of them may be a secret. */
  @Override
  public String toString() {
    return "Surroundings[%d variables, %d properties]"
        .formatted(variables.size(), properties.size());
  }
}
