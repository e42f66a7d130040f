package dev.nof1.schema.benchmarks;

import dev.nof1.schema.junit.MigratedDatabase;

/** A way to a migrated database for a test class: what is written above the class. */
enum Side {
  OURS("`@MigratedDatabase`", "@" + MigratedDatabase.class.getName()),
  ZONKY("zonky, server a JVM, MyBatis `up` a class", extension(ZonkyMigrating.class)),
  ZONKY_TEMPLATE("zonky, server a JVM, its template", extension(ZonkyTemplate.class)),
  CONTAINER_JVM("Testcontainers a JVM, MyBatis `up` a class", extension(ContainerForJvm.class)),
  CONTAINER_CLASS("Testcontainers a class, MyBatis `up`", extension(ContainerForClass.class));

  private final String title;
  private final String annotation;

  Side(String title, String annotation) {
    this.title = title;
    this.annotation = annotation;
  }

  String title() {
    return title;
  }

  String annotation() {
    return annotation;
  }

  boolean needsEngine() {
    return this == CONTAINER_JVM || this == CONTAINER_CLASS;
  }

  private static String extension(Class<? extends OtherTool> extension) {
    return "@org.junit.jupiter.api.extension.ExtendWith(" + extension.getSimpleName() + ".class)";
  }
}
