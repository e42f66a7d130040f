package dev.nof1.schema.postgres.process;

import java.nio.file.Path;

/**
 * PostgreSQL's programs, unpacked.
 *
 * @param folder has {@code bin}, {@code lib} and {@code share}
 * @param version such as {@code 18.6}
 */
public record Binaries(Path folder, String version) {
  public int major() {
    int dot = version.indexOf('.');
    return Integer.parseInt(dot < 0 ? version : version.substring(0, dot));
  }

  public String program(String name) {
    return folder.resolve("bin").resolve(name).toString();
  }
}
