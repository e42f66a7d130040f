package dev.nof1.schema.cli.workspace;

import dev.nof1.schema.error.ConfigurationException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Map;

/** The environment files that come with the program, for where there is no {@code env/}. */
final class BundledEnvironments {
  private static final String FOLDER = "/nof1/env";

  private BundledEnvironments() {}

  /**
   * Gives a folder, or that of the program if it has no environments: other projects call their
   * folders env, too.
   */
  static Path orFolder(Path folder) {
    return RepositoryLayout.hasEnvironments(folder) ? folder : folder();
  }

  private static Path folder() {
    URL resource = BundledEnvironments.class.getResource(FOLDER + "/development.properties");
    if (resource == null) {
      throw new ConfigurationException(
          "The program's own environment files are missing; build it again.");
    }
    try {
      URI uri = resource.toURI();
      if (uri.getScheme().equals("jar")) {
        // Lasts as long as the process, which is one command.
        return FileSystems.newFileSystem(uri, Map.of()).getPath(FOLDER);
      }
      Path file = Path.of(uri);
      return file.resolveSibling(".");
    } catch (URISyntaxException | IOException e) {
      throw new ConfigurationException(
          "The program's own environment files cannot be read: " + e.getMessage() + ".", e);
    }
  }
}
