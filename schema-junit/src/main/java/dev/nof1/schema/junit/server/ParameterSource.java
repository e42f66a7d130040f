package dev.nof1.schema.junit.server;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Source of configuration parameters: JUnit's.
 *
 * @param parameters asks JUnit for one by its name
 */
record ParameterSource(Function<String, Optional<String>> parameters) {
  private static final Set<String> ANNOUNCED = ConcurrentHashMap.newKeySet();

  static void announce(Set<String> names) {
    ANNOUNCED.addAll(names);
  }

  Optional<String> get(String key) {
    return parameters.apply(key);
  }

  /**
   * Lists the names that JUnit's properties file or the launcher's request has, so that none is
   * mistyped unseen; system properties are listed besides.
   */
  Set<String> names() {
    Set<String> names = new TreeSet<>(NamesInFile.NAMES);
    for (String name : ANNOUNCED) {
      // Another session of this JVM may have had others.
      if (get(name).isPresent()) {
        names.add(name);
      }
    }
    return names;
  }

  /** Names in JUnit's file, read once a JVM. */
  private static final class NamesInFile {
    static final Set<String> NAMES = read();

    private static Set<String> read() {
      Properties properties = new Properties();
      ClassLoader loader = Thread.currentThread().getContextClassLoader();
      try (InputStream in =
          loader == null ? null : loader.getResourceAsStream("junit-platform.properties")) {
        if (in != null) {
          properties.load(in);
        }
      } catch (IOException e) {
        // JUnit reads the same file and complains.
      }
      return properties.stringPropertyNames();
    }
  }
}
