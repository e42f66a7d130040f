package dev.nof1.schema.spring.test;

import dev.nof1.schema.junit.DatabaseDeclarations;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;

/**
 * Factory that Spring's test framework finds: it makes a customizer for each class that has {@link
 * dev.nof1.schema.junit.MigratedDatabase}, and none where schema-junit is not on the class path.
 */
public final class DatabaseCustomizerFactory implements ContextCustomizerFactory {
  /** Makes a factory; Spring makes one for itself. */
  public DatabaseCustomizerFactory() {}

  @Override
  public @Nullable ContextCustomizer createContextCustomizer(
      Class<?> testClass, List<ContextConfigurationAttributes> attributes) {
    if (!JunitModule.isPresent()) {
      return null;
    }
    List<DeclaredDatabase> databases =
        DatabaseDeclarations.of(testClass).stream()
            .map(DeclaredDatabase::of)
            .sorted(Comparator.comparing(DeclaredDatabase::name))
            .toList();
    return databases.isEmpty() ? null : new DatabaseCustomizer(databases);
  }
}
