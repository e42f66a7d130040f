package dev.nof1.schema.repository;

import dev.nof1.schema.error.RepositoryException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.apache.ibatis.migration.Environment;
import org.apache.ibatis.migration.FileMigrationLoaderFactory;
import org.apache.ibatis.migration.MigrationException;
import org.apache.ibatis.migration.MigrationLoader;

/** A repository's own way to find its migrations: MyBatis's {@code FileMigrationLoaderFactory}. */
public final class LoaderFactory {
  private LoaderFactory() {}

  /**
   * Looks for a factory and has it make a loader.
   *
   * @param classLoader where to look, and what the loader works with: MyBatis's {@code
   *     JavaMigrationLoader} scans the context class loader
   * @param paths the folders that the factory receives
   * @param environmentFile the environment file, which MyBatis reads again for the factory: with
   *     the overrides of this process
   * @param changelog what {@code ${changelog}} is where that file does not say
   * @return the migrations it gives; none if there is no factory
   * @throws RepositoryException if there are several, or the one fails
   */
  public static Optional<MigrationSource> find(
      ClassLoader classLoader, RepositoryPaths paths, Path environmentFile, String changelog) {
    // Asked first: a service loader is not for nothing.
    if (classLoader.getResource("META-INF/services/" + FileMigrationLoaderFactory.class.getName())
        == null) {
      return Optional.empty();
    }
    return ContextLoader.within(
        classLoader, () -> create(classLoader, paths, environmentFile, changelog));
  }

  private static Optional<MigrationSource> create(
      ClassLoader classLoader, RepositoryPaths paths, Path environmentFile, String changelog) {
    try {
      Iterator<FileMigrationLoaderFactory> found =
          ServiceLoader.load(FileMigrationLoaderFactory.class, classLoader).iterator();
      if (!found.hasNext()) {
        return Optional.empty();
      }
      FileMigrationLoaderFactory factory = found.next();
      if (found.hasNext()) {
        throw new RepositoryException(
            "There are several factories of migrations, %s and %s. Nothing was run. Take all jars but one out of %s."
                .formatted(
                    factory.getClass().getName(),
                    found.next().getClass().getName(),
                    paths.drivers()));
      }
      Environment environment = new Environment(environmentFile.toFile());
      environment.getVariables().putIfAbsent(Environment.CHANGELOG, changelog);
      MigrationLoader loader = factory.create(paths.selected(), environment);
      return Optional.of(MigrationSource.loader(new ContextLoader(loader, classLoader)));
    } catch (ServiceConfigurationError | MigrationException e) {
      throw new RepositoryException(
          "The repository's factory of migrations cannot be used: %s. Nothing was run. Check the jars in %s."
              .formatted(e.getMessage(), paths.drivers()),
          e);
    }
  }
}
