package dev.nof1.schema.spring.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.junit.InjectDatabase;
import dev.nof1.schema.junit.Isolation;
import dev.nof1.schema.junit.MigratedDatabase;
import dev.nof1.schema.junit.TestDatabase;
import dev.nof1.schema.spring.fixture.SpringRun;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.ContextHierarchy;
import org.springframework.test.context.junit.jupiter.SpringExtension;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

/** Applications of plain Spring, run as their tests are. */
class SwitchTest {
  private static final String MIGRATIONS = "classpath:start/seedless";

  @Configuration(proxyBeanMethods = false)
  static class Shop {
    @Bean
    DataSource production() {
      return new DriverManagerDataSource("jdbc:postgresql://production.invalid/shop");
    }

    @Bean
    JdbcTemplate jdbc(DataSource dataSource) {
      JdbcTemplate jdbc = new JdbcTemplate(dataSource);
      jdbc.update("INSERT INTO orders VALUES ('of the start')");
      return jdbc;
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class CountedShop extends Shop {
    static final AtomicInteger STARTS = new AtomicInteger();

    @Bean
    Integer start() {
      return STARTS.incrementAndGet();
    }
  }

  private static List<String> items(JdbcTemplate jdbc) {
    return jdbc.queryForList("SELECT item FROM orders", String.class);
  }

  @SpringJUnitConfig(CountedShop.class)
  @MigratedDatabase(migrations = MIGRATIONS)
  static class FirstCase {
    @Autowired JdbcTemplate jdbc;

    @Test
    void writes() {
      jdbc.update("INSERT INTO orders VALUES ('of a test')");
      assertThat(items(jdbc)).containsExactly("of the start", "of a test");
    }

    @Nested
    class Inner {
      @Test
      void finds() {
        assertThat(items(jdbc)).containsExactly("of the start", "of a test");
      }

      @Nested
      @MigratedDatabase(migrations = MIGRATIONS)
      class WithItsOwn {
        @Test
        void findsTheStartOnly() {
          assertThat(items(jdbc)).containsExactly("of the start");
        }
      }
    }
  }

  @MigratedDatabase(migrations = MIGRATIONS)
  @SpringJUnitConfig(CountedShop.class)
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  static class SecondCase {
    @Autowired JdbcTemplate jdbc;
    @InjectDatabase DataSource dataSource;

    @BeforeAll
    void begin() {
      assertThat(items(jdbc)).containsExactly("of the start");
    }

    @Test
    void findsTheStartOnly() throws SQLException {
      assertThat(items(jdbc)).containsExactly("of the start");
      try (Connection connection = dataSource.getConnection()) {
        assertThat(connection.getCatalog())
            .isEqualTo(jdbc.queryForObject("SELECT current_database()", String.class));
      }
    }
  }

  @Test
  void sharesOneApplicationOfPlainSpring() {
    SpringRun.assertPassed(SpringRun.of(FirstCase.class, SecondCase.class), 4);
    assertThat(CountedShop.STARTS).hasValue(1);
  }

  @SpringJUnitConfig(Shop.class)
  @MigratedDatabase(migrations = MIGRATIONS)
  static class EarlyCase {
    @BeforeAll
    static void begin(TestDatabase database) throws SQLException {
      try (Connection connection = database.dataSource().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("INSERT INTO orders VALUES ('of before')");
      }
    }

    @Test
    void findsBoth(@Autowired JdbcTemplate jdbc) {
      assertThat(items(jdbc)).contains("of before", "of the start");
    }
  }

  @Test
  void keepsWhatWasWrittenBeforeTheApplicationStarted() {
    // With an application that is there already, and with one that the class starts.
    SpringRun.assertPassed(SpringRun.of(SecondCase.class, EarlyCase.class), 2);
    SpringRun.assertPassed(SpringRun.of(EarlyOtherCase.class, OtherCase.class), 2);
  }

  @Configuration(proxyBeanMethods = false)
  static class OtherShop extends Shop {}

  @ContextConfiguration(classes = OtherShop.class)
  static class EarlyOtherCase extends EarlyCase {}

  /** Has the same configuration, but not the application with the other class's rows. */
  @SpringJUnitConfig({Shop.class, OtherShop.class})
  @MigratedDatabase(migrations = MIGRATIONS)
  static class OtherCase {
    @Test
    void findsTheStartOnly(@Autowired JdbcTemplate jdbc) {
      assertThat(items(jdbc)).containsExactly("of the start");
    }
  }

  static class Turn {
    static final CountDownLatch BOTH = new CountDownLatch(2);

    static void await() throws InterruptedException {
      BOTH.countDown();
      BOTH.await(2, TimeUnit.SECONDS);
    }
  }

  @SpringJUnitConfig(Shop.class)
  @MigratedDatabase(migrations = MIGRATIONS)
  static class LeftParallelCase {
    @Test
    void waits() throws InterruptedException {
      Turn.await();
    }
  }

  @SpringJUnitConfig(Shop.class)
  @MigratedDatabase(migrations = MIGRATIONS)
  static class RightParallelCase {
    @Test
    void waits() throws InterruptedException {
      Turn.await();
    }
  }

  @Test
  void refusesClassesInParallel() {
    EngineExecutionResults results =
        SpringRun.parallel(LeftParallelCase.class, RightParallelCase.class);

    assertThat(SpringRun.failures(results))
        .singleElement()
        .asString()
        .contains("runs at the same time as")
        .contains("<forkCount>2</forkCount>");
    assertThat(results.testEvents().succeeded().count()).isEqualTo(1);
    SpringRun.assertPassed(SpringRun.of(FirstCase.class), 3);
  }

  @Configuration(proxyBeanMethods = false)
  static class Child {
    @Bean
    String child() {
      return "child";
    }
  }

  @ExtendWith(SpringExtension.class)
  @ContextHierarchy({
    @ContextConfiguration(classes = Shop.class),
    @ContextConfiguration(classes = Child.class)
  })
  @MigratedDatabase(migrations = MIGRATIONS)
  static class HierarchyCase {
    @Test
    void hasTheDataSourceOfTheParent(@Autowired String child, @Autowired JdbcTemplate jdbc) {
      assertThat(child).isEqualTo("child");
      assertThat(items(jdbc)).containsExactly("of the start");
    }
  }

  static class AnotherHierarchyCase extends HierarchyCase {}

  @Test
  void switchesTheParentOfAHierarchy() {
    SpringRun.assertPassed(SpringRun.of(HierarchyCase.class, AnotherHierarchyCase.class), 2);
  }

  @Configuration(proxyBeanMethods = false)
  static class TwoSources {
    @Bean
    @Primary
    @Qualifier("orders") DataSource orders() {
      return new DriverManagerDataSource("jdbc:postgresql://production.invalid/shop");
    }

    @Bean
    DataSource reports() {
      return new DriverManagerDataSource("jdbc:postgresql://production.invalid/reports");
    }
  }

  @SpringJUnitConfig(TwoSources.class)
  @MigratedDatabase(migrations = MIGRATIONS)
  static class TwoSourcesCase {
    @Test
    void replacesThePrimaryOne(
        @Autowired @Qualifier("orders") DataSource orders,
        @Autowired @Qualifier("reports") DataSource reports) {
      assertThat(items(new JdbcTemplate(orders))).isEmpty();
      assertThat(reports).isInstanceOf(DriverManagerDataSource.class);
    }
  }

  @Test
  void replacesThePrimaryOfTwoDataSources() {
    SpringRun.assertPassed(SpringRun.of(TwoSourcesCase.class), 1);
  }

  @SpringJUnitConfig(Shop.class)
  @MigratedDatabase(migrations = MIGRATIONS, isolation = Isolation.METHOD)
  static class LeakingCase {
    @RepeatedTest(12)
    void leavesAConnectionOpen(@Autowired DataSource dataSource) throws SQLException {
      assertThat(dataSource.getConnection().isValid(1)).isTrue();
    }
  }

  @Test
  void survivesMoreLeakedConnectionsThanThePoolHas() {
    SpringRun.assertPassed(SpringRun.of(LeakingCase.class), 12);
  }

  /**
   * Work in the background, one short transaction after the other, from the application's start.
   */
  @Configuration(proxyBeanMethods = false)
  static class BusyShop extends Shop {
    static final AtomicInteger TRANSACTIONS = new AtomicInteger();
    static final Queue<String> FAILURES = new ConcurrentLinkedQueue<>();

    @Bean
    AutoCloseable worker(DataSource dataSource) {
      AtomicBoolean over = new AtomicBoolean();
      Thread worker =
          new Thread(
              () -> {
                while (!over.get()) {
                  work(dataSource);
                }
              });
      worker.start();
      return () -> {
        over.set(true);
        worker.join();
      };
    }

    private static void work(DataSource dataSource) {
      try (Connection connection = dataSource.getConnection();
          Statement statement = connection.createStatement()) {
        connection.setAutoCommit(false);
        statement.execute("SELECT pg_sleep(0.005)");
        statement.execute("SELECT pg_sleep(0.005)");
        connection.commit();
        TRANSACTIONS.incrementAndGet();
      } catch (SQLException e) {
        FAILURES.add(String.valueOf(e.getMessage()));
      }
    }
  }

  @SpringJUnitConfig(BusyShop.class)
  @MigratedDatabase(migrations = MIGRATIONS, isolation = Isolation.METHOD)
  @DirtiesContext
  static class BusyCase {
    @RepeatedTest(10)
    void isSwitchedBetweenTransactions(@Autowired JdbcTemplate jdbc) {
      assertThat(items(jdbc)).containsExactly("of the start");
    }
  }

  @Test
  void letsShortWorkInTheBackgroundEnd() {
    SpringRun.assertPassed(SpringRun.of(BusyCase.class), 10);
    assertThat(BusyShop.TRANSACTIONS).hasPositiveValue();
    assertThat(BusyShop.FAILURES).isEmpty();
  }

  @SpringJUnitConfig(Shop.class)
  @MigratedDatabase(migrations = "classpath:start/broken")
  static class BrokenCase {
    @Test
    void fails(@Autowired JdbcTemplate jdbc) {
      throw new AssertionError("there is no database for " + jdbc);
    }
  }

  @Test
  void namesTheMigrationThatFailed() {
    assertThat(SpringRun.failures(SpringRun.of(BrokenCase.class)))
        .singleElement()
        .asString()
        .contains("2_create_orders.sql")
        .contains("relation \"customers\" does not exist");
  }

  @Test
  void leavesOtherTestsAlone() {
    assertThat(new SpringTests().startsFor(String.class)).isFalse();
    assertThat(new SpringTests().startsFor(FirstCase.class)).isTrue();
    assertThat(new SpringTests().startsFor(FirstCase.Inner.class)).isTrue();
  }
}
