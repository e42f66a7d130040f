package dev.nof1.schema.maven;

import dev.nof1.schema.cli.workspace.RepositoryLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/**
 * Choice of the repository that a goal is about in one project of a build. A goal that is called
 * for a build of several projects must not undo one repository's migrations several times, nor fail
 * in those projects that have none.
 *
 * @param folder the project's folder
 * @param path the repository, as {@code --path} names it; empty where it is searched for above the
 *     folder
 * @param isOwn whether it is the project's own folder
 * @param reason why there is nothing to do; empty where there is
 */
record RepositoryChoice(Path folder, Optional<String> path, boolean isOwn, String reason) {
  static final String PATH = "schema.path";

  static RepositoryChoice of(
      MavenProject project,
      MavenSession session,
      @Nullable String path,
      @Nullable String scriptpath) {
    Path folder = folder(project);
    boolean isTop = project.equals(session.getTopLevelProject());
    if (path != null) {
      // From the command line every project of the build has the same path.
      return session.getUserProperties().containsKey(PATH) && !isTop
          ? nothing(folder, "the repository that %s names is the top project's.".formatted(PATH))
          : new RepositoryChoice(folder, Optional.of(path), false, "");
    }
    if (isRepository(folder, scriptpath)) {
      return new RepositoryChoice(folder, Optional.of(folder.toString()), true, "");
    }
    List<MavenProject> others = session.getProjects();
    boolean isElsewhere =
        others.stream().anyMatch(other -> isRepository(folder(other), scriptpath));
    return isElsewhere || !isTop
        ? nothing(folder, "there are no migrations in %s.".formatted(folder))
        : new RepositoryChoice(folder, Optional.empty(), false, "");
  }

  private static RepositoryChoice nothing(Path folder, String reason) {
    return new RepositoryChoice(folder, Optional.empty(), false, reason);
  }

  /** Says whether the goal has to do anything in this project. */
  boolean concerns() {
    return reason.isEmpty();
  }

  private static boolean isRepository(Path folder, @Nullable String scriptpath) {
    return scriptpath == null
        ? RepositoryLayout.of(folder).isPresent()
            || Files.isDirectory(RepositoryLayout.MAVEN.scripts(folder))
        : Files.isDirectory(folder.resolve(scriptpath));
  }

  private static Path folder(MavenProject project) {
    return project.getBasedir().toPath().toAbsolutePath();
  }
}
