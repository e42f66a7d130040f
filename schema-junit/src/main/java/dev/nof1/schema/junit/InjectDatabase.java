package dev.nof1.schema.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Asks for the test's database in a field: a {@link javax.sql.DataSource}, {@link
 * java.sql.Connection}, {@link dev.nof1.schema.Migrations}, {@link TestDatabase}, or a {@code
 * String} for its JDBC URL. Static fields are set before {@code @BeforeAll} methods, the others
 * before {@code @BeforeEach} methods.
 *
 * <p>Parameters need it only to say which of several databases they want.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.PARAMETER})
public @interface InjectDatabase {

  /**
   * Says which of several databases.
   *
   * @return a {@linkplain MigratedDatabase#name() name}; by default the database without one, or
   *     the only one
   */
  String value() default "";
}
