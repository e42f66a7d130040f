package dev.nof1.schema.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class a PostgreSQL database of its own, migrated to head.
 *
 * <p>Methods and constructors take it as a parameter: a {@link javax.sql.DataSource}, a {@link
 * java.sql.Connection} (closed when the test that got it, or the class, ends) or a {@link JdbcUrl}
 * {@code String}. All tests of the class, and its {@code @Nested} classes, share it; a nested class
 * with the annotation has one of its own. The server is started at the first need, runs for as long
 * as the JVM, and nothing of it stays.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@ExtendWith(MigratedDatabaseExtension.class)
public @interface MigratedDatabase {}
