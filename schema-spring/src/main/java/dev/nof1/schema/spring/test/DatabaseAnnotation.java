package dev.nof1.schema.spring.test;

import dev.nof1.schema.junit.MigratedDatabase;
import java.util.Optional;
import org.junit.platform.commons.support.AnnotationSupport;

/** Annotation of the class that owns a test class's database. */
final class DatabaseAnnotation {
  private DatabaseAnnotation() {}

  /** Finds it on a class, or on the innermost class around it that has it. */
  static Optional<MigratedDatabase> of(Class<?> testClass) {
    for (Class<?> each = testClass; each != null; each = each.getEnclosingClass()) {
      Optional<MigratedDatabase> found =
          AnnotationSupport.findAnnotation(each, MigratedDatabase.class);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }
}
