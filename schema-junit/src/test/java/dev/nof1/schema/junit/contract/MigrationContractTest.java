package dev.nof1.schema.junit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.nof1.schema.junit.MigratedDatabase;
import dev.nof1.schema.junit.fixture.Kit;
import dev.nof1.schema.junit.fixture.Outcomes;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Each thing that is wrong with migrations fails the one test that is meant for it. */
class MigrationContractTest {
  private static final String BASE =
      "after up and down base there is what there was before the first migration";
  private static final String OFFLINE =
      "what script writes, run by a plain JDBC connection, gives the schema and changelog of up";

  private static final class OfBad {
    static final Outcomes OUTCOMES = Outcomes.of(Bad.class);
  }

  @Test
  void catchesEachFlawByTheTestMeantForIt() {
    assertThat(OfBad.OUTCOMES.failures())
        .containsExactly(
            "103 (forget enum type): down leaves no trace",
            "104 (rename index): down leaves no trace",
            "105 (lose default): down leaves no trace",
            "106 (leave sequence): down leaves no trace",
            "107 (lose comment): down leaves no trace",
            "108 (lose privilege): down leaves no trace",
            "109 (lose data): rows survive",
            "110 (leave constraint not valid): down leaves no trace",
            "111 (have no undo): every migration has an undo section",
            "112 (have an empty undo): every migration has an undo section",
            "113 (fail to undo): up, down, up",
            "114 (work only once): up, down, up",
            "115 (leave rows): rows survive",
            "119 (leave function): down leaves no trace",
            "120 (leave default privileges): down leaves no trace",
            "121 (disable trigger): down leaves no trace",
            "122 (leave owner): down leaves no trace",
            OFFLINE + ": the offline script gives the same as up");
  }

  @Test
  void saysWhatTheDifferenceIs() {
    Outcomes bad = OfBad.OUTCOMES;

    assertThat(bad.message("down leaves no trace", "103"))
        .isEqualTo(
            """
            103 (forget enum type): Once it is undone, the schema is not as before:
              added enum type public.order_state\
            """);
    assertThat(bad.message("down leaves no trace", "104"))
        .isEqualTo(
            """
            104 (rename index): Once it is undone, the schema is not as before:
              removed index public.orders_memo
              added index public.orders_memo_idx\
            """);
    assertThat(bad.message("down leaves no trace", "105"))
        .isEqualTo(
            """
            105 (lose default): Once it is undone, the schema is not as before:
              changed column public.orders.memo: default: 'none'::text -> absent\
            """);
    assertThat(bad.message("down leaves no trace", "107"))
        .endsWith("changed table public.orders: comment: what was ordered -> absent");
    assertThat(bad.message("down leaves no trace", "122"))
        .contains("changed table public.orders: owner: ")
        .endsWith(" -> pg_monitor");
    assertThat(bad.message("down leaves no trace", "110"))
        .contains("changed constraint public.orders.size_positive: ");
    assertThat(bad.message("rows survive", "109"))
        .isEqualTo(
            """
            109 (lose data): Once it is undone, rows are not as before:
              removed from public.orders: id = '2', memo = 'by train', size = '3', state = NULL
              added to public.orders: id = '2', memo = 'nothing', size = '3', state = NULL
            Have the undo section give them back, or say in the script '-- //@LOSSY reason'.\
            """);
    assertThat(bad.message("rows survive", "115"))
        .contains("added to public.settings: name = 'currency', value = 'EUR'");
    assertThat(bad.message("up, down, up", "113"))
        .startsWith("113 (fail to undo): Undoing migration 113 (fail to undo) failed at ")
        .contains("table \"thirtenth\" does not exist [42P01]");
    assertThat(bad.message("up, down, up", "114"))
        .startsWith("114 (work only once): Once undone, it cannot be applied again. ")
        .contains("no second time");
    assertThat(bad.message("every migration has an undo section", "111"))
        .contains("migration 111 (have no undo) has no undo section");
    assertThat(bad.message("the offline script gives the same as up", "what"))
        .isEqualTo(
            """
            What script writes does not give what up gives:
              added table public.by_hand
              added column public.by_hand.id\
            """);
  }

  @Test
  void saysWhatIsLeftOutAndWhatIsNotToldBecauseOfAnother() {
    Outcomes bad = OfBad.OUTCOMES;

    assertThat(bad.reason("up, down, up", "103"))
        .isEqualTo(
            "Not told: it cannot be applied again because undoing it leaves something behind; see"
                + " 'down leaves no trace'.");
    assertThat(bad.reason("up, down, up", "115")).endsWith("see 'rows survive'.");
    assertThat(bad.reason("down leaves no trace", "111"))
        .isEqualTo(
            "Not told: see 'every migration has an undo section' of 111 (have no undo), which"
                + " failed.");
    assertThat(bad.reason("down leaves no trace", "113"))
        .isEqualTo("Not told: see 'up, down, up' of 113 (fail to undo), which failed.");
    for (String factory : new String[] {"up, down, up", "down leaves no trace", "rows survive"}) {
      assertThat(bad.reason(factory, "117"))
          .isEqualTo("It cannot be undone, its script says: the old table is not coming back.");
    }
    assertThat(bad.reason("rows survive", "118"))
        .isEqualTo("Undoing it loses rows, its script says: sizes are gone.");
    assertThat(bad.aborted().get("head equals schema.sql"))
        .containsValue("There is no schema.sql beside the migrations.");
  }

  @MigratedDatabase(version = "base", migrations = "classpath:contract/bad/migrations")
  static class Bad implements MigrationContract {
    @Override
    public void insertRows(Connection connection, BigDecimal version) throws SQLException {
      if (version.intValue() >= 102) {
        Kit.run(connection, "INSERT INTO orders (id) VALUES (1)");
      }
      if (version.intValue() == 108) {
        Kit.run(connection, "INSERT INTO orders (id, memo, size) VALUES (2, 'by train', 3)");
      }
    }
  }

  @Test
  void findsWhatFailsInPsqlOnly() {
    assumeThat(PsqlClient.find()).as("there is no psql on the PATH").isPresent();

    Outcomes outcomes = Outcomes.of(NoPsql.class);

    assertThat(outcomes.failures())
        .containsExactly(OFFLINE + ": the offline script gives the same as up");
    assertThat(outcomes.message("the offline script gives the same as up", "what"))
        .startsWith("What script writes cannot be run by psql. psql:<stdin>:")
        .contains("ERROR:  not by psql");
  }

  @MigratedDatabase(version = "base", migrations = "classpath:contract/nopsql/migrations")
  static class NoPsql implements MigrationContract {}

  @Test
  void findsTwoScriptsWithOneId() {
    Outcomes outcomes = Outcomes.of(Duplicate.class);

    assertThat(outcomes.failures())
        .containsExactly("each id is used once: ids are unique and ordered");
    assertThat(outcomes.message("ids are unique and ordered", "each id"))
        .startsWith("Two scripts have the id 2: ")
        .doesNotContain("Nothing was run");
    assertThat(outcomes.aborted()).hasSize(8);
    assertThat(outcomes.reason("rows survive", "each migration"))
        .isEqualTo("Not told: see 'ids are unique and ordered', which failed.");
  }

  @MigratedDatabase(version = "base", migrations = "classpath:contract/duplicate/migrations")
  static class Duplicate implements MigrationContract {}

  @Test
  void findsAScriptWithoutAnId() {
    assertThat(Outcomes.of(Unnamed.class).failures())
        .containsExactly("each script's name begins with an id: ids are unique and ordered");
  }

  @MigratedDatabase(version = "base", migrations = "classpath:contract/unnamed/migrations")
  static class Unnamed implements MigrationContract {}

  @Test
  void findsAnIdThatTheChangelogWouldRound() {
    assertThat(Outcomes.of(Fraction.class).failures())
        .containsExactly(
            "each id is a whole number above 0 that the changelog can hold: ids are unique and"
                + " ordered");
  }

  @MigratedDatabase(version = "base", migrations = "classpath:contract/fraction/migrations")
  static class Fraction implements MigrationContract {}

  @Test
  void findsIdsWhoseOrderDependsOnWhoSorts() {
    Outcomes outcomes = Outcomes.of(Unordered.class);

    assertThat(outcomes.failed())
        .isEqualTo(
            Map.of(
                "ids are unique and ordered",
                Map.of(
                    "the scripts sorted by name are in the order of their ids",
                    "9_one.sql runs before 10_other.sql, but is listed after it. Give all ids the"
                        + " same number of digits: with leading zeros an id stays the same"
                        + " number.")));
    assertThat(outcomes.aborted()).containsOnlyKeys("head equals schema.sql");
  }

  @MigratedDatabase(version = "base", migrations = "classpath:contract/unordered/migrations")
  static class Unordered implements MigrationContract {}

  @Test
  void tellsOnceThatAMigrationCannotBeApplied() {
    Outcomes outcomes = Outcomes.of(Unappliable.class);

    assertThat(outcomes.failures()).containsExactly("3 (other): up, down, up");
    assertThat(outcomes.message("up, down, up", "3"))
        .startsWith("3 (other): Migration 3 (other) failed at ");
    assertThat(outcomes.reason("up, down, up", "4"))
        .isEqualTo("Not told: see 'up, down, up' of 3 (other), which failed.");
    assertThat(outcomes.reason("down to base leaves nothing", BASE)).startsWith("Not told: see ");
  }

  @MigratedDatabase(version = "base", migrations = "classpath:contract/unappliable/migrations")
  static class Unappliable implements MigrationContract {}

  @Test
  void findsThatASecondUpIsNotWithoutEffect() {
    Outcomes outcomes = Outcomes.of(Forgetful.class);

    assertThat(outcomes.failed()).containsOnlyKeys("up twice changes nothing");
    assertThat(outcomes.message("up twice changes nothing", "at head"))
        .isEqualTo(
            """
            After up, a second up is not without effect:
              2 (analyze) is pending still.\
            """);
  }

  @MigratedDatabase(version = "base", migrations = "classpath:contract/forgetful/migrations")
  static class Forgetful implements MigrationContract {}

  @Test
  void findsWhatOnlyDownBaseLeaves() {
    Outcomes outcomes = Outcomes.of(Leftover.class);

    assertThat(outcomes.failures()).containsExactly(BASE + ": down to base leaves nothing");
    assertThat(outcomes.message("down to base leaves nothing", BASE))
        .startsWith("After up and down base there is not what there was before:\n")
        .contains("added table public.changelog\n");
  }

  @MigratedDatabase(version = "base", migrations = "classpath:contract/leftover/migrations")
  static class Leftover implements MigrationContract {}

  @Test
  void findsThatASecondDatabaseCannotBeMigrated() {
    Outcomes outcomes = Outcomes.of(Serverwide.class);

    assertThat(outcomes.failures())
        .containsExactly(
            "at head, a second up runs nothing and leaves schema and changelog as they were: up"
                + " twice changes nothing");
    assertThat(outcomes.message("up twice changes nothing", "at head"))
        .startsWith(
            "One database has reached head, a second one on the same server does not. Migration 2"
                + " (origin) failed at ")
        .contains("(contract_serverwide) already exists");
    assertThat(outcomes.reason("down to base leaves nothing", BASE))
        .isEqualTo("Not told: see 'up twice changes nothing', which failed.");
  }

  @MigratedDatabase(version = "base", migrations = "classpath:contract/serverwide/migrations")
  static class Serverwide implements MigrationContract {}

  @Test
  void holdsNothingAgainstDownBaseThatAnEarlierUndoTakesAway() {
    Outcomes outcomes = Outcomes.of(Cascade.class);

    assertThat(outcomes.failures()).containsExactly("3 (table): down leaves no trace");
    assertThat(outcomes.aborted()).containsOnlyKeys("up, down, up", "head equals schema.sql");
  }

  @MigratedDatabase(version = "base", migrations = "classpath:contract/cascade/migrations")
  static class Cascade implements MigrationContract {}

  @Test
  void comparesHeadWithTheSchemaFile() {
    Outcomes outcomes = Outcomes.of(Undeclared.class);

    assertThat(outcomes.failed()).containsOnlyKeys("head equals schema.sql");
    assertThat(outcomes.message("head equals schema.sql", "the migrations"))
        .startsWith("classpath:contract/undeclared/schema.sql does not declare what the migrations")
        .endsWith("  changed column public.one.name: default: absent -> 'x'::text");
  }

  @MigratedDatabase(version = "base", migrations = "classpath:contract/undeclared/migrations")
  static class Undeclared implements MigrationContract {}

  @Test
  void beginsWithWhatTheBootstrapScriptMakes() {
    Outcomes outcomes = Outcomes.of(Bootstrapped.class);

    assertThat(outcomes.failed()).isEmpty();
    assertThat(outcomes.aborted()).isEmpty();
    assertThat(outcomes.passed()).isEqualTo(16);
  }

  @MigratedDatabase(
      version = "base",
      migrations = "src/test/resources/contract/bootstrapped/migrations")
  static class Bootstrapped implements MigrationContract {}

  @Test
  void saysThatThereIsNothingToProve() {
    Outcomes outcomes = Outcomes.of(Empty.class);

    assertThat(outcomes.failed()).isEmpty();
    assertThat(outcomes.reason("up, down, up", "each migration"))
        .isEqualTo("There are no migrations.");
  }

  @MigratedDatabase(version = "base", migrations = "classpath:contract/empty/migrations")
  static class Empty implements MigrationContract {}

  @Test
  void saysWhatIsWrongWithTheUsersMethods() {
    Outcomes outcomes = Outcomes.of(Misused.class);

    assertThat(outcomes.message("rows survive", "2 (rename)"))
        .startsWith(
            "2 (rename): insertRows failed at version 1: ERROR: relation \"nothing\" does not"
                + " exist");
    assertThat(outcomes.message("head equals schema.sql", "the migrations"))
        .startsWith("There is no file classpath:nowhere.sql, which schemaFile() names. ");
  }

  @MigratedDatabase(
      version = "base",
      migrations = "src/test/resources/contract/bootstrapped/migrations")
  static class Misused implements MigrationContract {
    @Override
    public void insertRows(Connection connection, BigDecimal version) throws SQLException {
      Kit.run(connection, version.signum() == 0 ? "SELECT 1" : "INSERT INTO nothing VALUES (1)");
    }

    @Override
    public Optional<String> schemaFile() {
      return Optional.of("classpath:nowhere.sql");
    }
  }

  @Test
  void namesTheClassThatDoesNotSayWhichMigrationsAreMeant() {
    Outcomes outcomes = Outcomes.of(WithoutDatabase.class);

    assertThat(outcomes.passed()).isZero();
    assertThat(outcomes.failed().toString())
        .contains(
            WithoutDatabase.class.getName()
                + " implements MigrationContract, but nothing says which migrations are meant")
        .contains("put @MigratedDatabase on it");
  }

  static class WithoutDatabase implements MigrationContract {}

  @Test
  void tellsWhatIsWrongWhereTheTestMeantForItIsNotRun() {
    Outcomes without = Outcomes.of(WithoutTraces.class);
    assertThat(without.failures()).contains("103 (forget enum type): up, down, up");
    assertThat(without.message("up, down, up", "103"))
        .contains("cannot be applied again")
        .contains("\n  added enum type public.order_state");

    Outcomes alone =
        Outcomes.of(
            EngineTestKit.engine("junit-jupiter")
                .selectors(
                    DiscoverySelectors.selectMethod(
                        Unappliable.class,
                        "downToBaseLeavesNothing",
                        MigrationsUnderTest.class.getName())));
    assertThat(alone.failures()).containsExactly(BASE + ": down to base leaves nothing");
    assertThat(alone.message("down to base leaves nothing", BASE))
        .startsWith("3 (other): Migration 3 (other) failed at ");
  }

  @MigratedDatabase(version = "base", migrations = "classpath:contract/traces/migrations")
  static class WithoutTraces implements MigrationContract {
    @Override
    public Stream<DynamicTest> downLeavesNoTrace(MigrationsUnderTest migrations) {
      return Stream.empty();
    }
  }
}
