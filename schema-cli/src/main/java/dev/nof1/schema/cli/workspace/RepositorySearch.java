package dev.nof1.schema.cli.workspace;

import dev.nof1.schema.cli.io.Invocation;
import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.error.FileTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Search for the repository of an invocation: {@code --path}, {@code SCHEMA_CLI_PATH}, the folder
 * one stands in and those above it, the checkout that the command was started from.
 *
 * <p>It ends at a {@code .git}, at the home folder and where another file system begins: what lies
 * beyond belongs to something else.
 */
final class RepositorySearch {
  /** Variable that stands in for {@code --path}. */
  static final String VARIABLE = "SCHEMA_CLI_PATH";

  /** Name of the migrations that come with the program, where a path is expected. */
  static final String NOF1 = "nof1:";

  private static final String CHECKED_OUT = "schema-core/src/main/resources/nof1/migrations";

  private final Invocation invocation;
  private final Path working;
  private final List<Path> searched = new ArrayList<>();

  private RepositorySearch(Invocation invocation) {
    this.invocation = invocation;
    this.working = invocation.workingDirectory();
  }

  static RepositoryLocation of(RepositoryOptions options, Invocation invocation) {
    return new RepositorySearch(invocation)
        .find(options)
        .with(invocation.workingDirectory(), options);
  }

  private RepositoryLocation find(RepositoryOptions options) {
    String variable = invocation.variable(VARIABLE);
    if (options.path != null) {
      return named(options.path.toString(), "--path");
    }
    if (!variable.isEmpty()) {
      return named(variable, VARIABLE);
    }
    Optional<RepositoryLocation> found = here();
    if (found.isPresent()) {
      return found.get();
    }
    if (invocation.checkout().isPresent()) {
      return nof1(
          "no repository is in %s, and the command is run from this checkout".formatted(places()));
    }
    if (options.environmentFolder != null && options.scriptFolder != null) {
      return RepositoryLocation.of(
          working, RepositoryLayout.MYBATIS, "--envpath and --scriptpath name its folders");
    }
    throw new ConfigurationException(
        "There is no MyBatis Migrations repository in %s%s. Nothing was run. Name one with --path or %s, make one with 'schema-cli init', or ask for the nof1 migrations, which come with the program, by --path=%s."
            .formatted(places(), nearMiss(), VARIABLE, NOF1));
  }

  private RepositoryLocation named(String path, String by) {
    if (path.equals(NOF1)) {
      return nof1(by + " names it");
    }
    Path folder = working.resolve(path);
    if (!Files.isDirectory(folder)) {
      throw new ConfigurationException(
          "%s is not a folder, so it is no MyBatis Migrations repository. Check %s."
              .formatted(folder.normalize(), by));
    }
    return RepositoryLocation.of(folder, RepositoryLayout.ofNamed(folder), by + " names it");
  }

  private RepositoryLocation nof1(String reason) {
    Path home = invocation.home();
    return new RepositoryLocation(
        true,
        home,
        BundledEnvironments.orFolder(home.resolve("env")),
        invocation.checkout().map(checkout -> checkout.resolve(CHECKED_OUT)),
        reason);
  }

  private Optional<RepositoryLocation> here() {
    Path folder = working;
    while (true) {
      searched.add(folder);
      Optional<RepositoryLayout> layout = RepositoryLayout.of(folder);
      if (layout.isPresent()) {
        return Optional.of(owned(folder, layout.get()));
      }
      Path above = folder.getParent();
      if (above == null || isBorder(folder) || !isSameFileSystem(folder, above)) {
        return Optional.empty();
      }
      folder = above;
    }
  }

  private boolean isBorder(Path folder) {
    String home = invocation.variable("HOME");
    try {
      return Files.exists(folder.resolve(".git"))
          || (!home.isEmpty()
              && Files.isDirectory(Path.of(home))
              && Files.isSameFile(folder, Path.of(home)));
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  private static boolean isSameFileSystem(Path folder, Path above) {
    try {
      return Files.getAttribute(folder, "unix:dev").equals(Files.getAttribute(above, "unix:dev"));
    } catch (IOException e) {
      throw unreadable(above, e);
    }
  }

  /**
   * Refuses a repository that somebody else has put above the folder one stands in, such as in
   * {@code /tmp}: its hooks and the jars in its drivers/ would run with the rights of whoever
   * started the command. What is somebody else's in part is somebody else's.
   */
  private RepositoryLocation owned(Path folder, RepositoryLayout layout) {
    List<String> trusted = List.of("root", System.getProperty("user.name", ""), owner(working));
    for (Path part : parts(folder, layout)) {
      // Whoever owns a link chooses where it leads; whoever owns what it leads to, what is there.
      Stream.of(owner(part, LinkOption.NOFOLLOW_LINKS), Files.exists(part) ? owner(part) : "root")
          .filter(owner -> !trusted.contains(owner))
          .findFirst()
          .ifPresent(owner -> refuse(folder, owner));
    }
    return RepositoryLocation.of(
        folder,
        layout,
        folder.equals(working)
            ? "it is the folder you are in"
            : "it is the nearest one above the folder you are in");
  }

  /** The folder, and what is there of all that leads to scripts, settings and programs. */
  private static List<Path> parts(Path folder, RepositoryLayout layout) {
    List<Path> parts = new ArrayList<>();
    parts.add(folder);
    for (Path part :
        List.of(
            layout.environments(folder),
            layout.scripts(folder),
            folder.resolve("hooks"),
            folder.resolve("drivers"))) {
      Path below = folder;
      for (Path name : folder.relativize(part)) {
        below = below.resolve(name);
        if (Files.exists(below, LinkOption.NOFOLLOW_LINKS)) {
          parts.add(below);
        }
      }
    }
    return parts;
  }

  private static void refuse(Path folder, String owner) {
    throw new ConfigurationException(
        "The repository in %s belongs to %s, and may run programs with your rights (hooks, jars in drivers/). Nothing was run. If you trust it, name it: --path=%s."
            .formatted(folder, owner, folder));
  }

  private static String owner(Path path, LinkOption... links) {
    try {
      return Files.getOwner(path, links).getName();
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  private static ConfigurationException unreadable(Path path, IOException e) {
    return new ConfigurationException(
        "%s cannot be read: %s. Nothing was run. Name the repository with --path."
            .formatted(path, FileTrouble.reason(e)),
        e);
  }

  private String places() {
    Path last = searched.get(searched.size() - 1);
    return last.equals(working)
        ? working.toString()
        : "%s nor in a folder above it up to %s".formatted(working, last);
  }

  /** Names a folder that lacks nothing but an environment. */
  private String nearMiss() {
    @Nullable Path near =
        searched.stream()
            .filter(folder -> Files.isDirectory(RepositoryLayout.MAVEN.scripts(folder)))
            .findFirst()
            .orElse(null);
    return near == null
        ? ""
        : " (%s has scripts, but there is no environment %s)"
            .formatted(
                RepositoryLayout.MAVEN.scripts(near),
                near.resolve("env").resolve("development.properties"));
  }
}
