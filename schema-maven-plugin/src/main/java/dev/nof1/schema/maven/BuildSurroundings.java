package dev.nof1.schema.maven;

import dev.nof1.schema.environment.Surroundings;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.maven.execution.MavenSession;

/**
 * Environment variables and properties of a build. They are asked of the session and not of this
 * process, which is a daemon's where mvnd runs the build.
 */
final class BuildSurroundings {
  private static final String VARIABLE = "env.";

  /** Variable by which a shell redirects the command; a build is about its own project. */
  private static final String REDIRECTION = "SCHEMA_CLI_PATH";

  private BuildSurroundings() {}

  /**
   * Reads them.
   *
   * @param credentials keys of an environment that count unless the build overrides them
   */
  static Surroundings of(MavenSession session, Map<String, String> credentials) {
    Map<String, String> variables = new HashMap<>();
    Map<String, String> properties = new HashMap<>();
    credentials.forEach((key, value) -> variables.put("MIGRATIONS_" + key, value));
    Properties system = session.getSystemProperties();
    for (String name : system.stringPropertyNames()) {
      String value = system.getProperty(name, "");
      if (name.startsWith(VARIABLE)) {
        variables.put(name.substring(VARIABLE.length()), value);
      } else {
        properties.put(name, value);
      }
    }
    variables.remove(REDIRECTION);
    Properties user = session.getUserProperties();
    for (String name : user.stringPropertyNames()) {
      properties.put(name, user.getProperty(name, ""));
    }
    return new Surroundings(variables, properties);
  }
}
