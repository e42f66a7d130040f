package dev.nof1.schema.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.nof1.schema.cli.compare.TestCommand;
import dev.nof1.schema.cli.contract.ContractRun;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CliArchitectureTest {
  private static final String ROOT = "dev.nof1.schema.cli";

  private static final JavaClasses CLI =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.nof1.schema.cli");

  @Test
  void onlyMainExits() {
    noClasses()
        .that()
        .areNotAssignableTo(SchemaCli.class)
        .should()
        .callMethod(System.class, "exit", int.class)
        .check(CLI);
  }

  @Test
  void onlyTheTestCommandLeadsToJunit() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.nof1.schema.cli.contract")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.junit..", "org.opentest4j..", "dev.nof1.schema.junit..")
        .check(CLI);
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.nof1.schema.cli.contract")
        .and()
        .areNotAssignableTo(TestCommand.class)
        .should()
        .dependOnClassesThat()
        .areAssignableTo(ContractRun.class)
        .check(CLI);
    noClasses()
        .that()
        .resideInAPackage("dev.nof1.schema.cli.contract")
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.nof1.schema.cli..")
                .and(not(resideInAPackage("dev.nof1.schema.cli.contract"))))
        .check(CLI);
  }

  @Test
  void nobodyKnowsTheCommandTable() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT)
        .check(CLI);
  }

  @ParameterizedTest
  @MethodSource("commandRooms")
  void commandsKnowReportWorkspaceAndConsoleOnly(String room) {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "." + room)
        .should()
        .dependOnClassesThat(
            resideInAPackage(ROOT + "..")
                .and(not(resideInAnyPackage(inside(room, "report", "workspace", "io"))))
                // What runs the contract is a room of its own, for JUnit's sake.
                .and(not(resideInAPackage(ROOT + ".contract"))))
        .check(CLI);
  }

  static Stream<String> commandRooms() {
    return Stream.of("migrate", "inspect", "compare", "author", "records", "server");
  }

  @Test
  void readersOfOtherToolsKnowNoCommandAndNotEachOther() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".imports")
        .should()
        .dependOnClassesThat(
            resideInAPackage(ROOT + "..")
                .and(not(resideInAPackage(ROOT + ".imports..")))
                .and(not(resideInAnyPackage(inside("report", "workspace", "io")))))
        .check(CLI);
    for (String tool : List.of("flyway", "liquibase", "dbmate", "alembic", "foreign")) {
      noClasses()
          .that()
          .resideInAPackage(ROOT + ".imports." + tool)
          .should()
          .dependOnClassesThat(
              resideInAPackage(ROOT + "..")
                  .and(not(resideInAnyPackage(inside("imports." + tool, "imports.foreign")))))
          .allowEmptyShould(true)
          .check(CLI);
    }
  }

  @Test
  void roomsBelowTheCommandsKnowTheConsoleOnly() {
    for (String room : List.of("report", "workspace", "io")) {
      noClasses()
          .that()
          .resideInAPackage(ROOT + "." + room)
          .should()
          .dependOnClassesThat(
              resideInAPackage(ROOT + "..").and(not(resideInAnyPackage(inside(room, "io")))))
          .check(CLI);
    }
  }

  private static String[] inside(String... rooms) {
    return Stream.of(rooms).map(room -> ROOT + "." + room).toArray(String[]::new);
  }
}
