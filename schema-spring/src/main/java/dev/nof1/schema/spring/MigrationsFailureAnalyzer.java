package dev.nof1.schema.spring;

import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.error.MigrationFailedException;
import dev.nof1.schema.error.RepositoryException;
import dev.nof1.schema.error.SchemaException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** Analyzer that turns our failures into what Spring Boot prints instead of a stack trace. */
final class MigrationsFailureAnalyzer implements FailureAnalyzer {

  @Override
  public @Nullable FailureAnalysis analyze(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      FailureAnalysis found = known(each);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static @Nullable FailureAnalysis known(Throwable cause) {
    if (cause instanceof MigrationFailedException e) {
      return new FailureAnalysis(e.failure().strip(), ApplicationTerms.of(e.standing()), e);
    }
    if (cause instanceof SchemaException e) {
      return new FailureAnalysis(ApplicationTerms.of(String.valueOf(e.getMessage())), action(e), e);
    }
    if (cause instanceof PendingMigrationsException e) {
      return new FailureAnalysis(
          String.valueOf(e.getMessage()),
          "Apply the migrations, such as with 'schema-cli up', or let the application do so: %s.target = head."
              .formatted(MigrationsProperties.PREFIX),
          e);
    }
    return null;
  }

  private static String action(SchemaException failure) {
    if (failure instanceof ConfigurationException) {
      return "Correct the properties %s.*.".formatted(MigrationsProperties.PREFIX);
    }
    if (failure instanceof RepositoryException) {
      return "Correct the scripts, or %s.location; no migration was applied by this start."
          .formatted(MigrationsProperties.PREFIX);
    }
    return "Start the application again when the database can be reached; migrations that were applied stay.";
  }
}
