package dev.nof1.schema.junit;

import java.util.List;
import java.util.ServiceLoader;

/** Frameworks on the class path that start applications. */
final class ApplicationFrameworks {
  private static final List<ApplicationFramework> ALL =
      ServiceLoader.load(ApplicationFramework.class, ApplicationFrameworks.class.getClassLoader())
          .stream()
          .map(ServiceLoader.Provider::get)
          .toList();

  private ApplicationFrameworks() {}

  /** Returns whether one of them starts an application for a class. */
  static boolean start(Class<?> testClass) {
    return ALL.stream().anyMatch(each -> each.startsFor(testClass));
  }
}
