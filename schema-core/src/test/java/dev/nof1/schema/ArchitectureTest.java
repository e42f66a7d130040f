package dev.nof1.schema;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.nof1.schema.postgres.ContainerServer;
import dev.nof1.schema.sql.driver.DriverStatement;
import org.apache.ibatis.migration.MigrationLoader;
import org.junit.jupiter.api.Test;

/** Which room may know which, as code. */
class ArchitectureTest {
  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.nof1.schema");

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.nof1.schema.(**)").should().beFreeOfCycles().check(CORE);
    // The root package is no slice of that pattern: what it uses must not use it. Scratch databases
    // are the floor above it.
    noClasses()
        .that()
        .resideInAPackage("dev.nof1.schema")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.nof1.schema.scratch")
        .check(CORE);
    noClasses()
        .that()
        .resideInAPackage("dev.nof1.schema.*..")
        .and()
        .resideOutsideOfPackage("dev.nof1.schema.scratch")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.nof1.schema")
        .check(CORE);
  }

  @Test
  void coreKnowsNoTestFrameworkNorCommandLine() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.junit..", "picocli..", "com.google.gson..")
        .check(CORE);
    noClasses().should().callMethod(System.class, "exit", int.class).check(CORE);
  }

  @Test
  void onlyTheContainerServerKnowsTestcontainers() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(ContainerServer.class)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.testcontainers..")
        .check(CORE);
  }

  @Test
  void onlyOneClassKnowsTheInsideOfTheDriver() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(DriverStatement.class)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.postgresql.core..")
        .check(CORE);
  }

  @Test
  void onlyRepositoryAndHooksKnowMybatis() {
    noClasses()
        .that()
        // Hooks are a package of their own: they need a connection, which a repository has not.
        .resideOutsideOfPackages("dev.nof1.schema.repository..", "dev.nof1.schema.hook..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("org.apache.ibatis..")
                // Where users plug in their own.
                .and(
                    com.tngtech.archunit.base.DescribedPredicate.not(
                        com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo(
                            MigrationLoader.class))))
        .check(CORE);
  }

  @Test
  void aSnapshotKnowsNothingOfMigrations() {
    noClasses()
        .that()
        .resideInAPackage("dev.nof1.schema.catalog..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("dev.nof1.schema..")
                .and(
                    com.tngtech.archunit.base.DescribedPredicate.not(
                        resideInAnyPackage(
                            "dev.nof1.schema.catalog..",
                            "dev.nof1.schema.error..",
                            "dev.nof1.schema.sql.."))))
        .check(CORE);
  }

  @Test
  void rowsAreMadeUpFromTheCatalogsAlone() {
    noClasses()
        .that()
        .resideInAPackage("dev.nof1.schema.rows..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("dev.nof1.schema..")
                .and(
                    com.tngtech.archunit.base.DescribedPredicate.not(
                        resideInAnyPackage("dev.nof1.schema.rows.."))))
        .check(CORE);
  }

  @Test
  void classesAreFinalOrMadeToBeImplemented() {
    classes()
        .that()
        .areNotInterfaces()
        .and()
        .areNotEnums()
        .and()
        .areNotAnonymousClasses()
        .and()
        .doNotHaveModifier(JavaModifier.ABSTRACT)
        .should()
        .haveModifier(JavaModifier.FINAL)
        .check(CORE);
  }

  @Test
  void failuresAreOneFamily() {
    classes()
        .that()
        .areAssignableTo(RuntimeException.class)
        // MyBatis's hook interfaces let nothing else pass; it does not leave its package.
        .and()
        .doNotHaveSimpleName("HookProblem")
        .should()
        .resideInAnyPackage("dev.nof1.schema.error", "dev.nof1.schema.sql")
        .check(CORE);
  }
}
