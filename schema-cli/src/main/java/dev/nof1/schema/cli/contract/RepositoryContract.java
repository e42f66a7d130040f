package dev.nof1.schema.cli.contract;

import dev.nof1.schema.junit.MigratedDatabaseExtension;
import dev.nof1.schema.junit.contract.MigrationContract;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.launcher.LauncherSession;

/** The test class that is run: the contract of whatever repository the session is about. */
@ExtendWith(RepositoryContract.Given.class)
final class RepositoryContract implements MigrationContract {
  private static final Class<?> KEY = TestedRepository.class;

  private final TestedRepository repository;

  @RegisterExtension private final MigratedDatabaseExtension database;

  RepositoryContract(TestedRepository repository) {
    this.repository = repository;
    database =
        MigratedDatabaseExtension.builder()
            .version("base")
            .migrations(repository.source())
            .settings(repository.settings())
            .build();
  }

  @Override
  public Optional<String> schemaFile() {
    return repository.schemaFile();
  }

  /** Says what the session is about. */
  static void give(LauncherSession session, TestedRepository repository) {
    session
        .getStore()
        .put(org.junit.platform.engine.support.store.Namespace.create(KEY), KEY, repository);
  }

  /** Hands it to the constructor. */
  static final class Given implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == KEY;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getStore(StoreScope.LAUNCHER_SESSION, Namespace.create(KEY))
          .getOrDefault(KEY, TestedRepository.class, null);
    }
  }
}
