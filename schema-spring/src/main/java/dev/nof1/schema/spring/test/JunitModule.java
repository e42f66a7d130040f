package dev.nof1.schema.spring.test;

import org.springframework.util.ClassUtils;

/** Module schema-junit, which is on the class path of tests only. */
final class JunitModule {
  private static final boolean PRESENT =
      ClassUtils.isPresent(
          "dev.nof1.schema.junit.MigratedDatabase", JunitModule.class.getClassLoader());

  private JunitModule() {}

  static boolean isPresent() {
    return PRESENT;
  }
}
