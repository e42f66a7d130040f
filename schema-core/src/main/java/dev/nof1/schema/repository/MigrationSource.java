package dev.nof1.schema.repository;

import dev.nof1.schema.error.RepositoryException;
import dev.nof1.schema.repository.file.ClasspathFiles;
import dev.nof1.schema.repository.file.FolderFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.ibatis.migration.MigrationLoader;

/**
 * Source of a repository's scripts. Immutable; nothing is read before the scripts are asked for.
 */
public interface MigrationSource {

  /**
   * The scripts directly in this folder: MyBatis's {@code scripts/}.
   *
   * @param folder a folder of any file system, such as that of a jar
   * @return the source
   */
  static MigrationSource folder(Path folder) {
    return new FileSource(new FolderFiles(folder));
  }

  /**
   * The scripts directly in this folder of the class path, in a jar or not.
   *
   * @param folder such as {@code nof1/migrations}, without a leading slash
   * @param classLoader the one to ask
   * @return the source
   */
  static MigrationSource classpath(String folder, ClassLoader classLoader) {
    return new FileSource(new ClasspathFiles(folder, classLoader));
  }

  /**
   * The migrations of a loader of the user's own, such as MyBatis's {@code JavaMigrationLoader}.
   *
   * @param loader asked anew each time; it applies variables itself
   * @return the source
   */
  static MigrationSource loader(MigrationLoader loader) {
    return new LoaderSource(loader);
  }

  /**
   * The nof1 tracker's own migrations, which come with this library.
   *
   * @return the source
   */
  static MigrationSource nof1() {
    return classpath("nof1/migrations", MigrationSource.class.getClassLoader());
  }

  /**
   * Lists the scripts.
   *
   * @param settings how they are read
   * @return all, by id
   * @throws dev.nof1.schema.error.RepositoryException if there is no such folder, a name cannot be
   *     read or two scripts have one id
   */
  List<Script> scripts(ScriptSettings settings);

  /**
   * Lists the scripts and what is wrong with the list, instead of refusing it.
   *
   * @param settings how they are read
   * @return one script for each id, and what is wrong
   * @throws dev.nof1.schema.error.RepositoryException if there is no such folder
   */
  default Inspection inspect(ScriptSettings settings) {
    try {
      return new Inspection(scripts(settings), List.of());
    } catch (RepositoryException e) {
      return new Inspection(
          List.of(), List.of(new Finding(Finding.Rule.NAME, "", String.valueOf(e.getMessage()))));
    }
  }

  /**
   * Finds the script that makes what was there before the first migration: MyBatis's {@code
   * bootstrap.sql}. Its up section is run by request only, and the changelog does not name it.
   *
   * @param settings how it is read
   * @return the script, if there is one
   * @throws dev.nof1.schema.error.RepositoryException if there is no such folder
   */
  default Optional<Script> bootstrap(ScriptSettings settings) {
    return Optional.empty();
  }

  /**
   * Gives MyBatis's {@code onabort.sql}, which is run when applying migrations has failed.
   *
   * @param settings how it is read
   * @return the script, its first section being the whole; none if there is none
   * @throws dev.nof1.schema.error.RepositoryException if it cannot be looked for
   */
  default Optional<Script> onAbort(ScriptSettings settings) {
    return Optional.empty();
  }

  /**
   * Sums up everything that decides what the scripts do: names, texts, settings.
   *
   * @param settings how they are read
   * @return a text that changes whenever one of them does by a byte; reveals no variable's value
   * @throws dev.nof1.schema.error.RepositoryException if a script cannot be read
   */
  default String fingerprint(ScriptSettings settings) {
    return Fingerprint.of(scripts(settings), settings);
  }
}
