package dev.nof1.schema.junit;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.params.support.ParameterInfo;

/**
 * Parameters of our types that another extension resolves: JUnit ends a test with a complaint where
 * two could.
 */
final class ForeignParameters {
  /** Annotations that say something about a value, and not where it comes from. */
  private static final Set<String> ABOUT_THE_VALUE =
      Set.of("Nonnull", "NonNull", "NotNull", "Nullable", "CheckForNull");

  private static final boolean HAS_PARAMETERIZED_TESTS = hasParameterizedTests();

  private ForeignParameters() {}

  /** Returns whether a parameter has an annotation of somebody's, or its value is an argument. */
  static boolean include(ParameterContext parameter, ExtensionContext context) {
    return isAnnotated(parameter)
        || (parameter.getDeclaringExecutable() instanceof Constructor<?> constructor
            && isInjected(constructor))
        || (HAS_PARAMETERIZED_TESTS && Arguments.include(parameter, context));
  }

  private static boolean isAnnotated(ParameterContext parameter) {
    if (parameter.isAnnotated(JdbcUrl.class) || parameter.isAnnotated(InjectDatabase.class)) {
      return false;
    }
    for (Annotation annotation : parameter.getParameter().getAnnotations()) {
      Class<? extends Annotation> type = annotation.annotationType();
      if (isSprings(type) || !ABOUT_THE_VALUE.contains(type.getSimpleName())) {
        return true;
      }
    }
    return false;
  }

  /** Recognizes a constructor all of whose parameters Spring, or another such tool, resolves. */
  private static boolean isInjected(AnnotatedElement constructor) {
    for (Annotation annotation : constructor.getAnnotations()) {
      Class<? extends Annotation> type = annotation.annotationType();
      if (isSprings(type) || type.getName().endsWith(".inject.Inject")) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSprings(Class<? extends Annotation> type) {
    return type.getName().startsWith("org.springframework.");
  }

  /** Looks for JUnit's module for them, which is no dependency of this one. */
  private static boolean hasParameterizedTests() {
    try {
      Class.forName(
          "org.junit.jupiter.params.support.ParameterInfo",
          false,
          ForeignParameters.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** Arguments of a parameterized test or class. JUnit 5.13 knows no newer place for them. */
  @SuppressWarnings("deprecation")
  private static final class Arguments {
    static boolean include(ParameterContext parameter, ExtensionContext context) {
      ParameterInfo info = ParameterInfo.get(context);
      return info != null
          && info.getDeclarations().getAll().stream()
              .anyMatch(
                  each ->
                      each.getAnnotatedElement().equals(parameter.getParameter())
                          && each.getParameterIndex() < info.getArguments().size());
    }
  }
}
