package dev.nof1.schema.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.Migrations;
import dev.nof1.schema.junit.fixture.Kit;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Classes with several databases, by their names. */
class SeveralDatabasesTest {

  @MigratedDatabase(name = "customers", migrations = "classpath:kit/migrations")
  @MigratedDatabase(
      name = "books",
      migrations = "classpath:kit/own-project/db/migrations",
      isolation = Isolation.METHOD)
  @Nested
  class ByName {
    @InjectDatabase("customers")
    static TestDatabase customers;

    @InjectDatabase("books")
    String books;

    @BeforeAll
    static void begin(@InjectDatabase("customers") DataSource ofTheClass) throws SQLException {
      Kit.run(ofTheClass, "INSERT INTO customers (id, name) VALUES (1, 'of the class')");
    }

    @RepeatedTest(2)
    void fieldsAndParametersHaveTheirOwn(
        @InjectDatabase("customers") Connection customer,
        @InjectDatabase("books") Connection book,
        @InjectDatabase("books") Migrations migrations,
        @InjectDatabase("books") String url)
        throws SQLException {
      assertThat(Kit.one(customer, "SELECT current_database()")).isEqualTo(customers.name());
      assertThat(Kit.one(customer, "SELECT count(*) FROM customers")).isEqualTo("1");
      assertThat(url).isEqualTo(books).contains(Kit.one(book, "SELECT current_database()"));
      // The one has a database for each test, the other does not.
      assertThat(Kit.one(book, "SELECT count(*) FROM books")).isEqualTo("0");
      try (var statement = book.createStatement()) {
        statement.execute("INSERT INTO books (title) VALUES ('Emma')");
      }
      assertThat(migrations.status().database()).isEqualTo(book.getCatalog());
    }
  }

  @MigratedDatabase(migrations = "classpath:kit/migrations", isolation = Isolation.ROLLBACK)
  @MigratedDatabase(
      name = "copy",
      migrations = "classpath:kit/migrations",
      isolation = Isolation.ROLLBACK)
  @Nested
  class OneWithoutAName {
    @InjectDatabase DataSource first;

    @InjectDatabase("copy")
    DataSource copy;

    @RepeatedTest(2)
    void areTwoDatabasesOfOneRecipe(Connection unnamed) throws SQLException {
      Kit.run(first, "INSERT INTO customers (id, name) VALUES (1, 'one')");
      assertThat(Kit.one(unnamed, "SELECT count(*) FROM customers")).isEqualTo("1");
      assertThat(Kit.one(copy, "SELECT count(*) FROM customers")).isEqualTo("0");
    }

    @Nested
    class Inner {
      @Test
      void sharesThem(@InjectDatabase("copy") Connection inner) throws SQLException {
        assertThat(Kit.one(inner, "SELECT current_database()"))
            .isEqualTo(Kit.one(copy, "SELECT current_database()"));
      }
    }
  }

  /** Annotation of a project's own. */
  @Retention(RetentionPolicy.RUNTIME)
  @MigratedDatabase(name = "books", migrations = "classpath:kit/own-project/db/migrations")
  @interface Books {}

  @Books
  @MigratedDatabase(migrations = "classpath:kit/migrations")
  static class Base {
    @Test
    void hasBoth(Connection customers, @InjectDatabase("books") Connection books)
        throws SQLException {
      assertThat(Kit.one(customers, "SELECT count(*) FROM customers")).isEqualTo("0");
      assertThat(Kit.one(books, "SELECT count(*) FROM books")).isEqualTo("0");
    }
  }

  @Nested
  class Inherited extends Base {}

  /** Takes the place of what it inherits, instead of adding to it. */
  @MigratedDatabase(name = "customers", migrations = "classpath:kit/migrations")
  @Nested
  class Overriding extends Base {
    @Override
    @Test
    void hasBoth(Connection customers, Connection same) throws SQLException {
      assertThat(Kit.one(customers, "SELECT current_database()"))
          .isEqualTo(Kit.one(same, "SELECT current_database()"));
      assertThat(DatabaseDeclarations.of(Overriding.class))
          .extracting(MigratedDatabase::name)
          .containsExactly("customers");
    }
  }

  @Test
  void twoWithoutANameAreRefused() {
    assertThat(failure(TwoWithoutAName.class))
        .isEqualTo(
            "%s has two @MigratedDatabase without a name. Give each but one a name: @MigratedDatabase(name = \"…\")."
                .formatted(TwoWithoutAName.class.getName()));
  }

  @MigratedDatabase
  @MigratedDatabase(version = "base")
  static class TwoWithoutAName {
    @Test
    void test() {}
  }

  @Test
  void aNameIsThatOfOne() {
    assertThat(failure(OneNameTwice.class))
        .isEqualTo(
            "%s has two @MigratedDatabase(name = \"audit\"). Give each a name of its own."
                .formatted(OneNameTwice.class.getName()));
  }

  @MigratedDatabase(name = "audit")
  @MigratedDatabase(name = "audit", version = "base")
  static class OneNameTwice {
    @Test
    void test() {}
  }

  @Test
  void anUnknownNameIsRefused() {
    assertThat(failure(WithUnknownName.class))
        .contains("The parameter dataSource wants the database \"odits\"; ")
        .endsWith(
            " has one without a name, \"audit\". Correct the name, or add @MigratedDatabase(name = \"odits\").");
  }

  @MigratedDatabase
  @MigratedDatabase(name = "audit")
  static class WithUnknownName {
    @Test
    void test(@InjectDatabase("odits") DataSource dataSource) {}
  }

  @Test
  void aFieldSaysWhichOfSeveralItWants() {
    assertThat(failure(WithoutChoice.class))
        .startsWith("The field ")
        .endsWith(" has \"orders\", \"audit\". Write @InjectDatabase(\"audit\") before it.");
  }

  @MigratedDatabase(name = "orders")
  @MigratedDatabase(name = "audit")
  static class WithoutChoice {
    @InjectDatabase DataSource any;

    @Test
    void test() {}
  }

  @Test
  void aFailureNamesEach() {
    assertThat(notes(Failing.class))
        .satisfiesExactly(
            first -> assertThat(first).startsWith("The database of this test "),
            second -> assertThat(second).startsWith("The database audit of this test "));
  }

  @MigratedDatabase(version = "base")
  @MigratedDatabase(name = "audit", version = "base")
  static class Failing {
    @Test
    void test() {
      throw new AssertionError("on purpose");
    }
  }

  private static String failure(Class<?> testClass) {
    return String.valueOf(thrown(testClass).getMessage());
  }

  private static List<String> notes(Class<?> testClass) {
    return Arrays.stream(thrown(testClass).getSuppressed()).map(Throwable::getMessage).toList();
  }

  private static Throwable thrown(Class<?> testClass) {
    return Kit.failures(Kit.of(testClass).execute()).get(0);
  }
}
