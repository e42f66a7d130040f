package dev.nof1.schema.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class a real PostgreSQL database, migrated.
 *
 * <p>Constructors, test and lifecycle methods take it as parameters: a {@link
 * javax.sql.DataSource}, a {@link java.sql.Connection} (closed when the test that got it, or the
 * class, ends), {@link dev.nof1.schema.Migrations}, a {@link TestDatabase}, or a {@link JdbcUrl}
 * {@code String}. Fields, static or not, take the same with {@link InjectDatabase}. Nested classes
 * share the database of the class around them, unless they have the annotation themselves.
 *
 * <p>A class may have several, each with a {@linkplain #name() name} that parameters and fields say
 * with {@link InjectDatabase}.
 *
 * <p>The server is started once a JVM, in the background, and nothing of it stays. Which server,
 * and more, is said by configuration parameters whose names begin with {@code nof1.test.}; see the
 * reference in {@code docs/junit.md}.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@Repeatable(MigratedDatabase.Several.class)
@ExtendWith(MigratedDatabaseExtension.class)
public @interface MigratedDatabase {

  /**
   * Names the database, for a class that has several.
   *
   * @return what {@link InjectDatabase#value()} says, and with schema-spring the name or qualifier
   *     of a data source; one of a class's databases may be without a name
   */
  String name() default "";

  /**
   * Sets who shares the database.
   *
   * @return by default, the tests of the class
   */
  Isolation isolation() default Isolation.CLASS;

  /**
   * Sets how far it is migrated.
   *
   * @return {@code head}, {@code base}, or the id of a migration
   */
  String version() default "head";

  /**
   * Sets where the migrations are.
   *
   * @return {@code classpath:} and a folder of the class path, or a folder; by default what the
   *     parameter {@code nof1.test.migrations} says, or else {@code classpath:db/migrations}, or
   *     where there is no such folder the nof1 tracker's
   */
  String migrations() default "";

  /**
   * Sets what is put into the database after the migrations. It is part of the template that
   * databases are copied from, so it costs nothing for each test.
   *
   * @return SQL files ({@code classpath:} and a resource, or a file), or static methods ({@code
   *     #method} of the test class, or {@code some.Class#method}) that take a {@link
   *     javax.sql.DataSource} or a {@link java.sql.Connection}
   */
  String[] seeds() default {};

  /** Container of those of a class that has several; it need not be written. */
  @Documented
  @Inherited
  @Retention(RetentionPolicy.RUNTIME)
  @Target({ElementType.TYPE, ElementType.ANNOTATION_TYPE})
  @ExtendWith(MigratedDatabaseExtension.class)
  @interface Several {

    /**
     * Lists the databases.
     *
     * @return one of them may be without a name
     */
    MigratedDatabase[] value();
  }
}
