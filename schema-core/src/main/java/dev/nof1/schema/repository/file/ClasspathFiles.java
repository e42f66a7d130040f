package dev.nof1.schema.repository.file;

import dev.nof1.schema.error.RepositoryException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;

/**
 * The files directly in a folder of the class path.
 *
 * <p>A jar is listed through the class loader's own connection to it, so nothing is opened twice; a
 * folder that several entries of the class path hold is read from all of them, and the first one's
 * file wins, as for any resource.
 */
public record ClasspathFiles(String folder, ClassLoader classLoader) implements ScriptFiles {

  @Override
  public List<String> names() {
    TreeSet<String> names = new TreeSet<>();
    boolean found = false;
    try {
      for (URL url : Collections.list(classLoader.getResources(folder))) {
        found = true;
        URLConnection connection = url.openConnection();
        if (connection instanceof JarURLConnection jar) {
          String prefix = folder + "/";
          jar.getJarFile().stream()
              .map(entry -> entry.getName())
              .filter(name -> name.startsWith(prefix) && name.indexOf('/', prefix.length()) < 0)
              .map(name -> name.substring(prefix.length()))
              .filter(name -> !name.isEmpty() && !ScriptFiles.isHidden(name))
              .forEach(names::add);
        } else {
          names.addAll(new FolderFiles(Path.of(new URI(url.toString()))).names());
        }
      }
    } catch (IOException | URISyntaxException | RuntimeException e) {
      throw new RepositoryException(
          "The class path folder '" + folder + "' cannot be listed: " + e.getMessage() + ".", e);
    }
    if (!found) {
      throw new RepositoryException(
          "There is no folder '%s' on the class path, so there are no migrations to read. Check its name, and that its jar has entries for folders."
              .formatted(folder));
    }
    return List.copyOf(names);
  }

  @Override
  public InputStream open(String name) throws IOException {
    return ClasspathResource.open(folder + "/" + name, classLoader)
        .orElseThrow(() -> new FileNotFoundException(location(name)));
  }

  @Override
  public String location(String name) {
    return "classpath:" + folder + "/" + name;
  }
}
