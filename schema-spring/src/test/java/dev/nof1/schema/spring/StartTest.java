package dev.nof1.schema.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.nof1.schema.junit.Isolation;
import dev.nof1.schema.junit.MigratedDatabase;
import dev.nof1.schema.junit.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import liquibase.integration.spring.SpringLiquibase;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Starts of whole applications, on empty databases. */
@ExtendWith(OutputCaptureExtension.class)
@MigratedDatabase(
    isolation = Isolation.METHOD,
    version = "base",
    migrations = "classpath:start/migrations")
class StartTest {

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Shop {
    /** Needs the database as soon as it is made, as a bean may. */
    @Bean
    List<String> items(JdbcTemplate jdbc) {
      return jdbc.queryForList("SELECT item FROM orders", String.class);
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Plain {}

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class WithFlyway {
    @Bean
    Flyway flyway(DataSource dataSource) {
      return Flyway.configure().dataSource(dataSource).load();
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class WithLiquibase {
    @Bean
    SpringLiquibase liquibase(DataSource dataSource) {
      SpringLiquibase liquibase = new SpringLiquibase();
      liquibase.setDataSource(dataSource);
      liquibase.setChangeLog("classpath:start/liquibase.sql");
      return liquibase;
    }
  }

  private static ConfigurableApplicationContext start(
      Class<?> application, TestDatabase database, String... more) {
    List<String> properties =
        new ArrayList<>(
            List.of(
                "spring.datasource.url=" + database.jdbcUrl(),
                "spring.flyway.enabled=false",
                "spring.liquibase.enabled=false",
                "spring.main.banner-mode=off",
                "spring.main.register-shutdown-hook=false",
                "management.endpoints.web.exposure.include=migrations",
                "schema.migrations.location=classpath:start/migrations",
                "schema.migrations.variables.greeting=hello"));
    properties.addAll(List.of(more));
    return new SpringApplicationBuilder(application)
        .properties(properties.toArray(String[]::new))
        .run();
  }

  /** Returns what Spring Boot advises. */
  private static String action(CapturedOutput output) {
    return output.toString().split("Action:", -1)[1].strip();
  }

  private static List<String> items(ConfigurableApplicationContext shop) {
    return ((List<?>) shop.getBean("items")).stream().map(String::valueOf).toList();
  }

  @Test
  void appliesMigrationsBeforeWhateverNeedsTheDatabase(
      TestDatabase database, CapturedOutput output) {
    try (var shop =
        start(
            Shop.class,
            database,
            "spring.sql.init.mode=always",
            "spring.sql.init.data-locations=classpath:start/data.sql")) {
      assertThat(items(shop))
          .hasSize(2)
          .contains("of data.sql")
          .anyMatch(item -> item.startsWith("hello from "));
    }
    assertThat(output).contains("Applied migration 1 (create changelog)");
    assertThat(output.toString().split("Applied migration 2 \\(create orders\\)", -1)).hasSize(2);
  }

  @Test
  void appliesThemAsTheMigratingRole(TestDatabase database) {
    try (var shop = start(Shop.class, database, "schema.migrations.url=" + database.jdbcUrl())) {
      assertThat(items(shop)).containsExactly("hello from schema-spring");
    }
  }

  @Test
  void stopsAtATarget(TestDatabase database) {
    try (var shop = start(Plain.class, database, "schema.migrations.target=1")) {
      assertThat(shop.getBean(MigrationsEndpoint.class).migrations().current())
          .isEqualTo("1 (create changelog)");
    }
  }

  @Test
  void refusesToStartWhereMigrationsArePending(TestDatabase database, CapturedOutput output) {
    assertThatThrownBy(() -> start(Plain.class, database, "schema.migrations.target=validate"))
        .hasRootCauseInstanceOf(PendingMigrationsException.class);
    assertThat(output)
        .contains("APPLICATION FAILED TO START")
        .contains(
            "lacks 2 migration(s) of classpath:start/migrations: 1 (create changelog), 2 (create orders). Nothing was changed.")
        .contains("schema.migrations.target = head")
        .doesNotContain("\tat ");
  }

  @Test
  void startsWhereNothingIsPending(TestDatabase database) {
    start(Plain.class, database).close();

    try (var shop = start(Shop.class, database, "schema.migrations.target=validate")) {
      assertThat(items(shop)).hasSize(1);
    }
  }

  @Test
  void saysWhatFailedAndWhatToDo(TestDatabase database, CapturedOutput output) {
    assertThatThrownBy(
            () -> start(Plain.class, database, "schema.migrations.location=classpath:start/broken"))
        .rootCause()
        .hasMessageContaining("customers");
    assertThat(output)
        .contains("APPLICATION FAILED TO START")
        .contains("2_create_orders.sql")
        .contains("relation \"customers\" does not exist")
        .doesNotContain("\tat ");
    assertThat(action(output))
        .contains("the migration before it stays done")
        .endsWith("Fix the script and start the application again.");
  }

  @Test
  void namesThePropertyOfALimit(TestDatabase database, CapturedOutput output) {
    assertThatThrownBy(
        () ->
            start(
                Plain.class,
                database,
                "schema.migrations.location=classpath:start/slow",
                "schema.migrations.statement-timeout=20ms"));
    assertThat(action(output))
        .contains("set for this session, by schema.migrations.statement-timeout, a hook")
        .endsWith("schema.migrations.statement-timeout = 0, and start the application again.")
        .doesNotContain("--");
  }

  @Test
  void namesThePropertyThatIsWrong(TestDatabase database, CapturedOutput output) {
    assertThatThrownBy(() -> start(Plain.class, database, "schema.migrations.target=newest"));
    assertThatThrownBy(() -> start(Plain.class, database, "schema.migrations.user=migrator"));
    assertThatThrownBy(
        () -> start(Plain.class, database, "schema.migrations.location=classpath:no/such"));
    assertThat(output)
        .contains("schema.migrations.target is 'newest'")
        .contains("schema.migrations.user is set, but schema.migrations.url is not")
        .contains("no/such")
        .doesNotContain("\tat ");
  }

  @Test
  void stepsBackForFlyway(TestDatabase database, CapturedOutput output) {
    try (var shop = start(WithFlyway.class, database)) {
      assertThat(shop.getBean(MigrationsEndpoint.class).migrations().current()).isEqualTo("base");
    }
    assertThat(output)
        .contains("Flyway is configured on the same data source, so schema-spring applies no");
  }

  @Test
  void stepsBackForLiquibase(TestDatabase database, CapturedOutput output) {
    try (var shop = start(WithLiquibase.class, database)) {
      assertThat(shop.getBean(MigrationsEndpoint.class).migrations().current()).isEqualTo("base");
      assertThat(
              shop.getBean(JdbcTemplate.class)
                  .queryForList("SELECT item FROM of_liquibase", String.class))
          .containsExactly("tea");
    }
    assertThat(output)
        .contains("Liquibase is configured on the same data source, so schema-spring applies no");
  }

  @Test
  void doesNothingWhereItIsSwitchedOff(TestDatabase database) {
    try (var shop = start(Plain.class, database, "schema.migrations.enabled=false")) {
      assertThat(shop.getBeansOfType(StartMigrator.class)).isEmpty();
      assertThat(shop.getBeansOfType(MigrationsEndpoint.class)).isEmpty();
    }
  }

  @Test
  void showsWhereTheDatabaseStands(TestDatabase database) {
    try (var shop = start(Plain.class, database, "schema.migrations.target=1")) {
      MigrationsEndpoint.Report report = shop.getBean(MigrationsEndpoint.class).migrations();

      assertThat(report.database()).isEqualTo(database.name());
      assertThat(report.unfinished()).isFalse();
      assertThat(report.migrations())
          .extracting(MigrationsEndpoint.Entry::id, MigrationsEndpoint.Entry::state)
          .containsExactly(tuple("1", "applied"), tuple("2", "pending"));
    }
  }
}
