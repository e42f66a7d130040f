package dev.nof1.schema.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.nof1.schema.cli.compare.TestCommand;
import dev.nof1.schema.cli.contract.ContractRun;
import org.junit.jupiter.api.Test;

class CliArchitectureTest {
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
}
