package dev.nof1.schema.spring.test;

import dev.nof1.schema.junit.ApplicationFramework;
import dev.nof1.schema.junit.DatabaseDeclarations;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.commons.support.AnnotationSupport;

/** Spring's test framework, as schema-junit asks for it. */
public final class SpringTests implements ApplicationFramework {

  /** Spring's extension, by its name: spring-test need not be on the class path. */
  private static final String EXTENSION =
      "org.springframework.test.context.junit.jupiter.SpringExtension";

  /** Makes one; schema-junit makes one for itself. */
  public SpringTests() {}

  @Override
  public boolean startsFor(Class<?> testClass) {
    return !DatabaseDeclarations.of(testClass).isEmpty() && hasSpring(testClass);
  }

  private static boolean hasSpring(Class<?> testClass) {
    for (Class<?> each = testClass; each != null; each = each.getEnclosingClass()) {
      for (ExtendWith extensions :
          AnnotationSupport.findRepeatableAnnotations(each, ExtendWith.class)) {
        for (Class<?> extension : extensions.value()) {
          if (extension.getName().equals(EXTENSION)) {
            return true;
          }
        }
      }
    }
    return false;
  }
}
