package dev.nof1.schema.repository.file;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * A file of the class path or of the module path. Safe for use by several threads.
 *
 * <p>A class loader lists every folder of a named module, but hides the files of a folder that
 * {@code module-info.java} does not open (Java: {@link Module#getResourceAsStream}). Such a file is
 * read from where its folder is.
 */
public final class ClasspathResource {
  private ClasspathResource() {}

  /**
   * Opens a file.
   *
   * @param path such as {@code db/migrations/1_create_users.sql}, without a leading slash
   * @param classLoader the one to ask
   * @return its bytes, to be closed by the caller; empty if there is no such file
   * @throws IOException if it cannot be read
   */
  public static Optional<InputStream> open(String path, ClassLoader classLoader)
      throws IOException {
    InputStream stream = classLoader.getResourceAsStream(path);
    return stream == null ? openInFolder(path, classLoader) : Optional.of(stream);
  }

  private static Optional<InputStream> openInFolder(String path, ClassLoader classLoader)
      throws IOException {
    int slash = path.lastIndexOf('/');
    if (slash < 0) {
      // What is in no folder is in no package, and never hidden.
      return Optional.empty();
    }
    String name = path.substring(slash + 1);
    for (URL folder : Collections.list(classLoader.getResources(path.substring(0, slash)))) {
      URLConnection connection = folder.openConnection();
      if (connection instanceof JarURLConnection inJar) {
        JarFile jar = inJar.getJarFile();
        JarEntry entry = jar.getJarEntry(path);
        if (entry != null && !entry.isDirectory()) {
          return Optional.of(jar.getInputStream(entry));
        }
      } else {
        Path file = pathOf(folder).resolve(name);
        if (Files.isRegularFile(file)) {
          return Optional.of(Files.newInputStream(file));
        }
      }
    }
    return Optional.empty();
  }

  private static Path pathOf(URL folder) throws IOException {
    try {
      return Path.of(new URI(folder.toString()));
    } catch (URISyntaxException | RuntimeException e) {
      throw new IOException("the folder " + folder + " cannot be read", e);
    }
  }
}
