package dev.nof1.schema.cli.workspace;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Location of a repository, and the reason why it is this one.
 *
 * @param isNof1 true for the nof1 migrations, whose environments read {@code NOF1_DB_*} and {@code
 *     .env}; false for every other repository, which those never reach
 * @param base the repository's folder; of the nof1 migrations the folder of their data
 * @param environments the folder of the environment files
 * @param scripts the folder of the scripts; none where those that come with the program are used
 * @param reason why this repository was chosen, in words
 */
record RepositoryLocation(
    boolean isNof1, Path base, Path environments, Optional<Path> scripts, String reason) {

  /** Repository in a folder, in one of the layouts. */
  static RepositoryLocation of(Path folder, RepositoryLayout layout, String reason) {
    return new RepositoryLocation(
        false, folder, layout.environments(folder), Optional.of(layout.scripts(folder)), reason);
  }

  /** Replaces folders by those that options name. */
  RepositoryLocation with(Path working, RepositoryOptions options) {
    return new RepositoryLocation(
        isNof1,
        base,
        options.environmentFolder == null
            ? environments
            : working.resolve(options.environmentFolder),
        options.scriptFolder == null ? scripts : Optional.of(working.resolve(options.scriptFolder)),
        reason);
  }

  /** Names the repository for people. */
  @Override
  public String toString() {
    return !isNof1
        ? base.normalize().toString()
        : scripts.isEmpty() ? "nof1 (comes with the program)" : "nof1 (" + base.normalize() + ")";
  }
}
