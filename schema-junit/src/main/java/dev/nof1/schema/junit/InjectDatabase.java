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
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface InjectDatabase {}
