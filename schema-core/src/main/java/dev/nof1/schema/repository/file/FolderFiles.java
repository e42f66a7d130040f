package dev.nof1.schema.repository.file;

import dev.nof1.schema.error.FileTrouble;
import dev.nof1.schema.error.RepositoryException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files directly in a folder. */
public record FolderFiles(Path folder) implements ScriptFiles {

  @Override
  public List<String> names() {
    if (!Files.isDirectory(folder)) {
      throw new RepositoryException(
          "%s is %s, so there are no migrations to read. Check the path; the scripts of a repository are in its folder 'scripts'."
              .formatted(
                  folder.toAbsolutePath().normalize(),
                  Files.exists(folder) ? "not a folder" : "not there"));
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> !ScriptFiles.isHidden(file.getFileName().toString()))
          .map(this::name)
          .toList();
    } catch (IOException e) {
      throw new RepositoryException(
          "The folder " + folder + " cannot be read: " + FileTrouble.reason(e) + ".", e);
    }
  }

  /** A script behind a dangling link is a migration that would not run, and nobody would know. */
  private String name(Path file) {
    String name = file.getFileName().toString();
    if (name.endsWith(".sql")) {
      FileTrouble.unreadableName(name)
          .ifPresent(
              why -> {
                throw new RepositoryException(why + " Nothing was run.");
              });
    }
    if (name.endsWith(".sql") && !Files.isRegularFile(file)) {
      throw new RepositoryException(
          "%s is named like a script, but is %s. Nothing was run. Mend it or move it out of the folder."
              .formatted(
                  file,
                  Files.isSymbolicLink(file) ? "a link that leads to no file" : "not a file"));
    }
    return name;
  }

  @Override
  public InputStream open(String name) throws IOException {
    return Files.newInputStream(folder.resolve(name));
  }

  @Override
  public String location(String name) {
    return folder.resolve(name).toString();
  }
}
