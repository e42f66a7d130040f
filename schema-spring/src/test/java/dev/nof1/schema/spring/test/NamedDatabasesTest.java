package dev.nof1.schema.spring.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.junit.InjectDatabase;
import dev.nof1.schema.junit.Isolation;
import dev.nof1.schema.junit.MigratedDatabase;
import dev.nof1.schema.junit.TestDatabase;
import dev.nof1.schema.spring.fixture.SpringRun;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.ContextHierarchy;
import org.springframework.test.context.junit.jupiter.SpringExtension;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

/** Applications with several data sources, each switched by its name. */
class NamedDatabasesTest {
  private static final String ORDERS = "classpath:start/seedless";
  private static final String AUDIT = "classpath:start/audit";

  private static DataSource production() {
    return new DriverManagerDataSource("jdbc:postgresql://production.invalid/shop");
  }

  private static List<String> column(DataSource database, String query) {
    return new JdbcTemplate(database).queryForList(query, String.class);
  }

  private static String name(DataSource database) {
    return column(database, "SELECT current_database()").get(0);
  }

  @Configuration(proxyBeanMethods = false)
  static class Warehouse {
    static final AtomicInteger STARTS = new AtomicInteger();

    @Bean
    DataSource orders() {
      return production();
    }

    @Bean
    @Qualifier("audit") DataSource second() {
      return production();
    }

    @Bean
    Integer start(@Qualifier("orders") DataSource orders, @Qualifier("audit") DataSource audit) {
      new JdbcTemplate(orders).update("INSERT INTO orders VALUES ('of the start')");
      new JdbcTemplate(audit).update("INSERT INTO entries VALUES ('of the start')");
      return STARTS.incrementAndGet();
    }
  }

  @SpringJUnitConfig(Warehouse.class)
  @MigratedDatabase(name = "orders", migrations = ORDERS)
  @MigratedDatabase(name = "audit", migrations = AUDIT, isolation = Isolation.METHOD)
  static class FirstCase {
    @Autowired
    @Qualifier("orders") DataSource orders;

    @Autowired
    @Qualifier("audit") DataSource audit;

    @InjectDatabase("audit")
    TestDatabase database;

    @RepeatedTest(2)
    void switchesEach(@InjectDatabase("orders") TestDatabase ofTheClass) {
      assertThat(name(orders)).isEqualTo(ofTheClass.name());
      assertThat(name(audit)).isEqualTo(database.name()).isNotEqualTo(ofTheClass.name());
      assertThat(column(orders, "SELECT item FROM orders")).containsOnlyOnce("of the start");
      assertThat(column(audit, "SELECT entry FROM entries")).containsExactly("of the start");
      new JdbcTemplate(orders).update("INSERT INTO orders VALUES ('of a test')");
      new JdbcTemplate(audit).update("INSERT INTO entries VALUES ('of a test')");
    }
  }

  /** Written in the other order, and with a seed: it shares the application all the same. */
  @SpringJUnitConfig(Warehouse.class)
  @MigratedDatabase(
      name = "audit",
      migrations = AUDIT,
      isolation = Isolation.ROLLBACK,
      seeds = "dev.nof1.schema.spring.test.NamedDatabasesTest#seed")
  @MigratedDatabase(name = "orders", migrations = ORDERS)
  static class SecondCase {
    @RepeatedTest(2)
    void findsTheStartOnly(
        @Autowired @Qualifier("orders") DataSource orders,
        @Autowired @Qualifier("audit") DataSource audit) {
      assertThat(column(orders, "SELECT item FROM orders")).containsExactly("of the start");
      assertThat(column(audit, "SELECT entry FROM entries"))
          .containsExactly("of the start", "of the seed");
      new JdbcTemplate(audit).update("INSERT INTO entries VALUES ('of a test')");
    }
  }

  static void seed(DataSource database) {
    new JdbcTemplate(database).update("INSERT INTO entries VALUES ('of the seed')");
  }

  @Test
  void switchesDataSourcesByNameAndByQualifier() {
    SpringRun.assertPassed(SpringRun.of(FirstCase.class, SecondCase.class), 4);
    assertThat(Warehouse.STARTS).hasValue(1);
  }

  @Configuration(proxyBeanMethods = false)
  static class AsSpringBootDocumentsIt {
    @Bean
    DataSource dataSource() {
      return production();
    }

    @Qualifier("audit") @Bean(defaultCandidate = false)
    DataSource second() {
      return production();
    }
  }

  @SpringJUnitConfig(AsSpringBootDocumentsIt.class)
  @MigratedDatabase(migrations = ORDERS)
  @MigratedDatabase(name = "audit", migrations = AUDIT)
  static class SecondOfTwoCase {
    @Test
    void keepsWhichIsInjectedWhereNothingSaysIt(
        @Autowired DataSource dataSource, @Autowired @Qualifier("audit") DataSource audit) {
      assertThat(column(dataSource, "SELECT item FROM orders")).isEmpty();
      assertThat(column(audit, "SELECT entry FROM entries")).isEmpty();
    }
  }

  @SpringJUnitConfig(AsSpringBootDocumentsIt.class)
  @MigratedDatabase(name = "audit", migrations = AUDIT)
  static class OnlySecondCase {
    @Test
    void leavesTheOtherAlone(
        @Autowired DataSource dataSource, @Autowired @Qualifier("audit") DataSource audit) {
      assertThat(dataSource).isInstanceOf(DriverManagerDataSource.class);
      assertThat(column(audit, "SELECT entry FROM entries")).isEmpty();
    }
  }

  @Test
  void replacesADataSourceThatIsNoDefaultCandidate() {
    SpringRun.assertPassed(SpringRun.of(SecondOfTwoCase.class, OnlySecondCase.class), 2);
  }

  @SpringJUnitConfig(Warehouse.class)
  @MigratedDatabase(migrations = ORDERS)
  static class WithoutNamesCase {
    @Test
    void test() {}
  }

  @SpringJUnitConfig(Warehouse.class)
  @MigratedDatabase(name = "orders", migrations = ORDERS)
  @MigratedDatabase(name = "odits", migrations = AUDIT)
  static class UnknownNameCase {
    @Test
    void test() {}
  }

  @SpringJUnitConfig(Warehouse.class)
  @MigratedDatabase(name = "second", migrations = AUDIT)
  @MigratedDatabase(name = "audit", migrations = AUDIT)
  static class OneBeanTwiceCase {
    @Test
    void test() {}
  }

  @SpringJUnitConfig(Warehouse.class)
  @MigratedDatabase
  @MigratedDatabase
  static class NoNameTwiceCase {
    @Test
    void test() {}
  }

  @Test
  void saysWhatToDo() {
    assertThat(SpringRun.failures(SpringRun.of(WithoutNamesCase.class)))
        .singleElement()
        .asString()
        .contains(
            "The application has the data sources orders, second, and none of them is @Primary, so @MigratedDatabase means none of them. Name those that tests use: @MigratedDatabase(name = \"orders\", …) @MigratedDatabase(name = \"second\", …); or make one primary.");
    assertThat(SpringRun.failures(SpringRun.of(UnknownNameCase.class)))
        .singleElement()
        .asString()
        .contains(
            "No data source of the application has the name or qualifier of @MigratedDatabase(name = \"odits\"); the application has orders, second. Correct the name, or remove the annotation.");
    assertThat(SpringRun.failures(SpringRun.of(OneBeanTwiceCase.class)))
        .singleElement()
        .asString()
        .contains("both mean the data source second. Remove one of them.");
    assertThat(SpringRun.failures(SpringRun.of(NoNameTwiceCase.class)))
        .singleElement()
        .asString()
        .contains("NoNameTwiceCase has two @MigratedDatabase without a name. Give each but one");
  }

  @Configuration(proxyBeanMethods = false)
  static class Parent {
    @Bean
    DataSource orders() {
      return production();
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class Child {
    @Bean
    DataSource audit() {
      return production();
    }
  }

  @ExtendWith(SpringExtension.class)
  @ContextHierarchy({
    @ContextConfiguration(classes = Parent.class),
    @ContextConfiguration(classes = Child.class)
  })
  @MigratedDatabase(name = "orders", migrations = ORDERS)
  @MigratedDatabase(name = "audit", migrations = AUDIT)
  static class HierarchyCase {
    @Test
    void findsBoth(
        @Autowired @Qualifier("orders") DataSource orders,
        @Autowired @Qualifier("audit") DataSource audit) {
      assertThat(column(orders, "SELECT item FROM orders")).isEmpty();
      assertThat(column(audit, "SELECT entry FROM entries")).isEmpty();
    }
  }

  @ExtendWith(SpringExtension.class)
  @ContextHierarchy({
    @ContextConfiguration(classes = Parent.class),
    @ContextConfiguration(classes = Child.class)
  })
  @MigratedDatabase(name = "odits", migrations = AUDIT)
  static class UnknownInHierarchyCase {
    @Test
    void test() {}
  }

  @MigratedDatabase(name = "orders", migrations = ORDERS)
  static class OtherNamesCase extends HierarchyCase {}

  @Test
  void looksInAllContextsOfAHierarchy() {
    SpringRun.assertPassed(SpringRun.of(HierarchyCase.class), 1);
    assertThat(SpringRun.failures(SpringRun.of(UnknownInHierarchyCase.class)))
        .singleElement()
        .asString()
        .contains("No data source of the application has the name or qualifier of");
    assertThat(SpringRun.failures(SpringRun.of(OtherNamesCase.class)))
        .singleElement()
        .asString()
        .contains("has a data source for @MigratedDatabase(name = \"audit\"), which ")
        .contains("OtherNamesCase has not");
  }
}
