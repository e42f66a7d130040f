package dev.nof1.schema.repository;

import java.io.File;
import java.nio.file.Path;
import org.apache.ibatis.migration.options.SelectedPaths;

/**
 * The folders of a MyBatis Migrations repository; what hooks see as {@code migrationPaths}.
 *
 * @param base the repository
 * @param environments its environment files
 * @param scripts its scripts
 * @param drivers jars of its own
 * @param hooks the files of its hooks
 */
public record RepositoryPaths(
    Path base, Path environments, Path scripts, Path drivers, Path hooks) {

  /**
   * Converts the paths into the object that MyBatis passes to users' plug-ins.
   *
   * @return a new object; it can be changed, and that changes nothing here
   */
  public SelectedPaths selected() {
    SelectedPaths selected = new SelectedPaths();
    selected.setBasePath(file(base));
    selected.setEnvPath(file(environments));
    selected.setScriptPath(file(scripts));
    selected.setDriverPath(file(drivers));
    selected.setHookPath(file(hooks));
    return selected;
  }

  /** Environments may be inside the program's jar; MyBatis knows nothing but plain files. */
  private static File file(Path path) {
    return new File(path.toString());
  }
}
