package dev.nof1.schema.junit.contract;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Contract that a repository's migrations keep, as tests for a class to implement:
 *
 * <pre>{@code
 * @MigratedDatabase(version = "base")
 * class Nof1MigrationsTest implements MigrationContract {}
 * }</pre>
 *
 * <p>Where the migrations are, and on which server they are tried, is what {@link
 * dev.nof1.schema.junit.MigratedDatabase} and the configuration parameters say; each proof works on
 * databases of its own. A migration that says {@code -- //@IRREVERSIBLE reason} is left out, by
 * name and with the reason, of what needs its undo section. What is wrong fails one test, with the
 * difference; what cannot be proved because of it is aborted, and names the failed test.
 *
 * <p>A class that overrides one of the factories, without {@link TestFactory}, does without that
 * proof. The tests of a class run one after another.
 */
@ExtendWith(ContractExtension.class)
@Execution(ExecutionMode.SAME_THREAD)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
public interface MigrationContract {

  /**
   * Puts rows into the database that must survive migrations being applied and undone. Called for
   * each migration, on a database at the version before it, so that later versions may have other
   * rows; by default there are none but those that migrations insert.
   *
   * @param connection in auto-commit mode; what is not committed is, after this
   * @param version the newest applied migration, zero at base
   * @throws SQLException if the rows cannot be inserted, which fails the test
   */
  default void insertRows(Connection connection, BigDecimal version) throws SQLException {
    // Whoever has rows overrides it.
  }

  /**
   * Names the file that declares the schema at head.
   *
   * @return {@code classpath:} and a resource, or a file; empty for {@code schema.sql} beside the
   *     folder of the migrations, where there is one
   */
  default Optional<String> schemaFile() {
    return Optional.empty();
  }

  /**
   * Proves that each id is used once, fits into the changelog, and sorts as its file's name does.
   *
   * @param migrations the repository
   * @return a test for each of these
   */
  @TestFactory
  @Order(1)
  @DisplayName(Titles.IDS)
  default Stream<DynamicTest> idsAreUniqueAndOrdered(MigrationsUnderTest migrations) {
    return migrations.contract().ids();
  }

  /**
   * Proves that each migration has an undo section with statements, or says why there is none.
   *
   * @param migrations the repository
   * @return a test for each migration
   */
  @TestFactory
  @Order(2)
  @DisplayName(Titles.UNDO)
  default Stream<DynamicTest> everyMigrationHasAnUndoSection(MigrationsUnderTest migrations) {
    return migrations.contract().undoSections();
  }

  /**
   * Proves that each migration can be applied, undone and applied again.
   *
   * @param migrations the repository
   * @return a test for each migration
   */
  @TestFactory
  @Order(3)
  @DisplayName(Titles.STAIRWAY)
  default Stream<DynamicTest> upDownUp(MigrationsUnderTest migrations) {
    return migrations.contract().stairway();
  }

  /**
   * Proves that after each migration is applied and undone, the schema is as before, object by
   * object.
   *
   * @param migrations the repository
   * @return a test for each migration
   */
  @TestFactory
  @Order(4)
  @DisplayName(Titles.TRACE)
  default Stream<DynamicTest> downLeavesNoTrace(MigrationsUnderTest migrations) {
    return migrations.contract().traces();
  }

  /**
   * Proves that at head, a second {@code up} runs nothing and changes nothing.
   *
   * @param migrations the repository
   * @return one test
   */
  @TestFactory
  @Order(5)
  @DisplayName(Titles.TWICE)
  default Stream<DynamicTest> upTwiceChangesNothing(MigrationsUnderTest migrations) {
    return migrations.contract().twice();
  }

  /**
   * Proves that what {@code script} writes, run by a plain JDBC connection, gives what {@code up}
   * gives.
   *
   * @param migrations the repository
   * @return one test
   */
  @TestFactory
  @Order(6)
  @DisplayName(Titles.OFFLINE)
  default Stream<DynamicTest> offlineScriptGivesTheSame(MigrationsUnderTest migrations) {
    return migrations.contract().offline();
  }

  /**
   * Proves that after {@code up} and {@code down base} there is what there was before the first
   * migration.
   *
   * @param migrations the repository
   * @return one test
   */
  @TestFactory
  @Order(7)
  @DisplayName(Titles.BASE)
  default Stream<DynamicTest> downToBaseLeavesNothing(MigrationsUnderTest migrations) {
    return migrations.contract().base();
  }

  /**
   * Proves that the migrations give what {@link #schemaFile()} declares.
   *
   * @param migrations the repository
   * @return one test
   */
  @TestFactory
  @Order(8)
  @DisplayName(Titles.FILE)
  default Stream<DynamicTest> headEqualsTheSchemaFile(MigrationsUnderTest migrations) {
    return migrations.contract().file(schemaFile());
  }

  /**
   * Proves that after each migration is applied and undone, the rows of {@link #insertRows} and of
   * earlier migrations are as before; unless its script says {@code -- //@LOSSY reason}.
   *
   * @param migrations the repository
   * @return a test for each migration
   */
  @TestFactory
  @Order(9)
  @DisplayName(Titles.ROWS)
  default Stream<DynamicTest> rowsSurvive(MigrationsUnderTest migrations) {
    return migrations.contract().rows(this::insertRows);
  }
}
