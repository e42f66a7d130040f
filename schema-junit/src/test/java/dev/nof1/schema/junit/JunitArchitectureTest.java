package dev.nof1.schema.junit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/**
 * Which room of schema-junit may know which. RoomsTest of the module house counts files and
 * circles.
 */
class JunitArchitectureTest {
  private static final JavaClasses JUNIT =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.nof1.schema.junit");

  @Test
  void roomsKnowOnlyThoseBelowThem() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("root")
        .definedBy("dev.nof1.schema.junit")
        .layer("contract")
        .definedBy("dev.nof1.schema.junit.contract")
        .layer("lease")
        .definedBy("dev.nof1.schema.junit.lease")
        .layer("rollback")
        .definedBy("dev.nof1.schema.junit.rollback")
        .layer("server")
        .definedBy("dev.nof1.schema.junit.server")
        .whereLayer("root")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("contract")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("lease")
        .mayOnlyBeAccessedByLayers("root", "contract")
        .whereLayer("rollback")
        .mayOnlyBeAccessedByLayers("root", "lease")
        .whereLayer("server")
        .mayOnlyBeAccessedByLayers("root", "contract", "lease")
        .ensureAllClassesAreContainedInArchitecture()
        .check(JUNIT);
  }

  @Test
  void serversAndSessionsKnowNoJunit() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.nof1.schema.junit.rollback", "dev.nof1.schema.junit.server")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.junit..", "org.opentest4j..")
        .check(JUNIT);
  }

  @Test
  void nothingKnowsTheCommandLine() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.nof1.schema.cli..", "picocli..", "com.google.gson..")
        .check(JUNIT);
  }

  @Test
  void classesAreFinal() {
    classes()
        .that()
        .areNotInterfaces()
        .and()
        .areNotEnums()
        .and()
        .areNotAnonymousClasses()
        .should()
        .haveModifier(JavaModifier.FINAL)
        .check(JUNIT);
  }
}
